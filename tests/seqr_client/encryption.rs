//! Whom the client believes. A server it does not believe gets nothing, and so "not sent" is
//! certain.

use std::sync::Arc;
use std::time::Duration;

use kassa::seqr::client::{CertificateProblem, Client, NotSent, SetUpError};
use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};
use tempfile::NamedTempFile;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::server::{Act, Server, xml};
use crate::{accepted, assert_not_sent, send, settings};

/// An authority that nobody knows but who has its file.
struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    file: NamedTempFile,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), issuer.pem()).unwrap();
        Self { issuer, file }
    }

    fn acceptor(&self, params: &CertificateParams) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        acceptor(certificate.der().clone(), &key)
    }

    fn client(&self, address: &str) -> Client {
        client_trusting(self.file.path(), address)
    }
}

fn client_trusting(file: &std::path::Path, address: &str) -> Client {
    let mut settings = settings(address);
    settings.ca_file = Some(file.to_owned());
    Client::new(settings).unwrap()
}

fn acceptor(certificate: CertificateDer<'static>, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate], key).unwrap()))
}

fn server_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

async fn serve(acceptor: TlsAcceptor) -> (Server, String) {
    let server =
        Server::start_encrypted(vec![Act::AnswerAndKeep(xml(&accepted()))], acceptor).await;
    let address = format!("https://{}/service", server.address);
    (server, address)
}

#[track_caller]
fn problem(cause: NotSent) -> CertificateProblem {
    match cause {
        NotSent::Certificate(problem) => problem,
        other => panic!("expected a problem with the certificate, not {other:?}"),
    }
}

#[tokio::test]
async fn an_authority_of_ones_own_is_believed() {
    let authority = Authority::new("A");
    let (server, address) = serve(authority.acceptor(&server_params("127.0.0.1"))).await;
    let client = authority.client(&address);
    assert_eq!(send(&client).await.unwrap().invoice_reference.as_deref(), Some("42"));
    assert_eq!(send(&client).await.unwrap().invoice_reference.as_deref(), Some("42"));
    assert_eq!(server.heard().len(), 2);
}

#[tokio::test]
async fn a_connection_lost_after_an_encrypted_request_is_unknown() {
    let authority = Authority::new("A");
    for act in [Act::Close, Act::Reset] {
        let acceptor = authority.acceptor(&server_params("127.0.0.1"));
        let server = Server::start_encrypted(vec![act], acceptor).await;
        let client = authority.client(&format!("https://{}/", server.address));
        let _cause = crate::assert_unknown(send(&client).await);
        assert_eq!(server.heard().len(), 1);
    }
}

#[tokio::test]
async fn an_unknown_authority_is_not_believed() {
    // One of another name, and one that only bears the name of the one that is believed.
    for name in ["B", "A"] {
        let other = Authority::new(name);
        let (server, address) = serve(other.acceptor(&server_params("127.0.0.1"))).await;
        let cause = assert_not_sent(send(&Authority::new("A").client(&address)).await);
        assert_eq!(problem(cause), CertificateProblem::UnknownIssuer);
        assert_eq!(server.heard().len(), 0);
    }
}

/// The two usual ways of signing a certificate with itself.
#[tokio::test]
async fn a_certificate_signed_by_itself_is_not_believed() {
    let mut as_authority = server_params("127.0.0.1");
    as_authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    for params in [server_params("127.0.0.1"), as_authority] {
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        let (server, address) = serve(acceptor(certificate.der().clone(), &key)).await;
        let cause = assert_not_sent(send(&Authority::new("A").client(&address)).await);
        assert_eq!(problem(cause), CertificateProblem::UnknownIssuer);
        assert_eq!(server.heard().len(), 0);
    }
}

#[tokio::test]
async fn time_counts() {
    let authority = Authority::new("A");
    let mut expired = server_params("127.0.0.1");
    (expired.not_before, expired.not_after) =
        (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    let mut early = server_params("127.0.0.1");
    (early.not_before, early.not_after) = (date_time_ymd(3000, 1, 1), date_time_ymd(3001, 1, 1));
    for (params, expected) in
        [(expired, CertificateProblem::Expired), (early, CertificateProblem::NotYetValid)]
    {
        let (server, address) = serve(authority.acceptor(&params)).await;
        let cause = assert_not_sent(send(&authority.client(&address)).await);
        assert_eq!(problem(cause), expected);
        assert_eq!(server.heard().len(), 0);
    }
}

#[tokio::test]
async fn another_hosts_certificate_is_not_believed() {
    let authority = Authority::new("A");
    let (server, address) = serve(authority.acceptor(&server_params("seqr.example"))).await;
    let cause = assert_not_sent(send(&authority.client(&address)).await);
    let CertificateProblem::OtherHost { names } = problem(cause) else { panic!("other problem") };
    assert!(names.iter().any(|name| name.contains("seqr.example")), "{names:?}");
    assert_eq!(server.heard().len(), 0);
}

/// Where the system's certificates can be read at all, an authority that only we know is not
/// among them.
#[tokio::test]
async fn the_systems_certificates_are_used_where_no_file_is_given() {
    let (_server, address) = serve(Authority::new("A").acceptor(&server_params("127.0.0.1"))).await;
    match Client::new(settings(&address)) {
        Ok(client) => {
            let cause = assert_not_sent(send(&client).await);
            assert_eq!(problem(cause), CertificateProblem::UnknownIssuer);
        }
        Err(error) => assert!(matches!(error, SetUpError::SystemCertificates { .. }), "{error:?}"),
    }
}

/// The greeting that encryption begins with goes unanswered: the request never left.
#[tokio::test]
async fn a_server_that_never_answers_the_greeting_means_not_sent() {
    let server = Server::start(vec![Act::StallUnread]).await;
    let authority = Authority::new("A");
    let mut settings = settings(&format!("https://{}/", server.address));
    settings.ca_file = Some(authority.file.path().to_owned());
    settings.time_limits.connect = Duration::from_millis(300);
    let limit = settings.time_limits.connect;
    let cause = assert_not_sent(send(&Client::new(settings).unwrap()).await);
    assert_eq!(cause, NotSent::ConnectTimedOut { limit });
}

#[tokio::test]
async fn a_server_that_speaks_another_language_is_told_apart() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let speaking = tokio::spawn(async move {
        use tokio::io::AsyncWriteExt as _;
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(b"220 mail.example ESMTP ready\r\n").await.unwrap();
        std::future::pending::<()>().await;
    });
    let authority = Authority::new("A");
    let cause = assert_not_sent(send(&authority.client(&format!("https://{address}/"))).await);
    assert!(matches!(cause, NotSent::Encryption { .. }), "{cause:?}");
    speaking.abort();
}

#[test]
fn bad_certificate_files_are_told_apart() {
    let mut settings = settings("https://127.0.0.1/");
    settings.ca_file = Some("/no/such/file.pem".into());
    let error = Client::new(settings.clone()).unwrap_err();
    assert!(matches!(error, SetUpError::CertificateFile { .. }), "{error:?}");
    assert!(error.to_string().contains("/no/such/file.pem"));
    let file = NamedTempFile::new().unwrap();
    settings.ca_file = Some(file.path().to_owned());
    for contents in [
        "",
        "no certificate",
        "-----BEGIN CERTIFICATE-----\n!!!!\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nYWJj\n-----END CERTIFICATE-----\n",
        "-----BEGIN CERTIFICATE-----\nYWJj\n",
    ] {
        std::fs::write(file.path(), contents).unwrap();
        let error = Client::new(settings.clone()).unwrap_err();
        assert!(matches!(error, SetUpError::NoCertificate { .. }), "{contents:?}: {error:?}");
    }
}
