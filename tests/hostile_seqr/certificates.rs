//! SEQR services that are not who they should be.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa,
    KeyPair, date_time_ymd,
};
use tempfile::NamedTempFile;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};

use crate::fault::Fault;

/// An authority that nobody knows but who has its file.
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
    pub file: NamedTempFile,
}

impl Authority {
    pub fn new(name: &str) -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name.push(DnType::CommonName, name);
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let issuer = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let file = NamedTempFile::new().unwrap();
        std::fs::write(file.path(), issuer.pem()).unwrap();
        Self { issuer, file }
    }

    /// What a server of this authority shows.
    pub fn acceptor(&self, params: &CertificateParams) -> TlsAcceptor {
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        acceptor(certificate.der().clone(), &key)
    }
}

fn acceptor(certificate: CertificateDer<'static>, key: &KeyPair) -> TlsAcceptor {
    let key = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder().with_no_client_auth();
    TlsAcceptor::from(Arc::new(config.with_single_cert(vec![certificate], key).unwrap()))
}

/// What stands in a server's certificate.
pub fn server_params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::new(vec![name.to_owned()]).unwrap();
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    params
}

/// The wrong certificates, each as a fault; `right` is whom the register trusts.
pub fn wrong(right: &Authority) -> Vec<(&'static str, Fault)> {
    let signed_by_itself = {
        let key = KeyPair::generate().unwrap();
        let certificate = server_params("127.0.0.1").self_signed(&key).unwrap();
        acceptor(certificate.der().clone(), &key)
    };
    let mut expired = server_params("127.0.0.1");
    (expired.not_before, expired.not_after) =
        (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
    let mut early = server_params("127.0.0.1");
    (early.not_before, early.not_after) = (date_time_ymd(3000, 1, 1), date_time_ymd(3001, 1, 1));
    let other = Authority::new("somebody else");
    vec![
        ("signed by itself", signed_by_itself),
        ("signed by somebody else", other.acceptor(&server_params("127.0.0.1"))),
        ("expired", right.acceptor(&expired)),
        ("not valid yet", right.acceptor(&early)),
        ("for another host", right.acceptor(&server_params("seqr.example"))),
    ]
    .into_iter()
    .map(|(name, acceptor)| (name, Fault::Certificate(acceptor)))
    .collect()
}
