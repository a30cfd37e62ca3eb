//! No password gets out, whatever the other side does with it.

use std::io::Write;
use std::sync::{Arc, Mutex};

use kassa::seqr::client::{Client, Credentials, Sight, Witness};
use kassa::seqr::secret::Secret;
use quick_xml::escape::{escape, partial_escape};
use tracing_subscriber::fmt::MakeWriter;

use crate::server::{Act, Server, http, xml};
use crate::{PASSWORD, accepted, client, credentials, impatient_client, settings};

const NEW_PASSWORD: &str = "an0ther&planted<secret>";

/// A log that keeps everything, down to the last detail of the libraries.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Log;

    fn make_writer(&'a self) -> Log {
        self.clone()
    }
}

#[track_caller]
fn assert_clean(what: &str, text: &str) {
    for password in [PASSWORD, NEW_PASSWORD] {
        for form in [password.into(), escape(password), partial_escape(password)] {
            assert!(!text.contains(form.as_ref()), "{what} shows a password: {text}");
        }
    }
}

/// Calls with two passwords and gives everything that the caller gets to see.
async fn outcome(client: &Client) -> String {
    let password = Secret::new(NEW_PASSWORD);
    let outcome = client.register_terminal(&credentials(), "3", &password, "Till").await;
    let shown = match &outcome {
        Ok(answer) => format!("{:?}", answer.head.result_description),
        Err(error) => {
            let mut shown = format!("{error} {error:#}");
            let mut source = std::error::Error::source(error);
            while let Some(cause) = source {
                shown.push_str(&format!(" {cause} {cause:?}"));
                source = cause.source();
            }
            shown
        }
    };
    format!("{shown} {outcome:?} {client:?}")
}

fn echoes() -> Vec<Act> {
    let fault =
        "<S:Envelope xmlns:S=\"x\"><S:Body><S:Fault><faultcode>1</faultcode><faultstring><![CDATA[";
    let described = "<S:Envelope xmlns:S=\"x\"><S:Body><registerTerminalResponse><return>\
        <resultCode>20</resultCode><resultDescription><![CDATA[";
    let open = |status: &str, start: &str| {
        format!("HTTP/1.1 {status}\r\nConnection: close\r\n\r\n{start}").into_bytes()
    };
    let plain = |text: &str| text.replace("PW", PASSWORD).into_bytes();
    vec![
        Act::Echo(
            open("500 Oops", fault),
            b"]]></faultstring></S:Fault></S:Body></S:Envelope>".to_vec(),
        ),
        Act::Echo(
            open("200 OK", described),
            b"]]></resultDescription></return></registerTerminalResponse></S:Body></S:Envelope>"
                .to_vec(),
        ),
        Act::Echo(open("200 OK", ""), Vec::new()),
        Act::Echo(open("200 OK", "<html>"), b"</html>".to_vec()),
        Act::Echo(open("400 Bad Request", "You sent "), Vec::new()),
        Act::Echo(open("200 OK", "<a>&"), Vec::new()),
        Act::Echo(b"HTTP/1.1 200 ".to_vec(), Vec::new()),
        Act::Answer(http(&format!("500 {NEW_PASSWORD}"), "", b"")),
        Act::Answer(http(
            "302 Found",
            &format!("Location: https://elsewhere/?{PASSWORD}\r\n"),
            b"",
        )),
        Act::Answer(xml(&plain("<a><PW></a>"))),
        Act::Answer(xml(&plain(
            "<Envelope><Body><Fault><faultcode>PW</faultcode></Fault></Body></Envelope>",
        ))),
        Act::Answer(xml(&plain("<?xml version='1.0' encoding='PW'?><a/>"))),
        Act::Answer(xml(&accepted())),
        Act::Close,
        Act::Reset,
        Act::ResetUnread,
    ]
}

#[tokio::test]
async fn no_password_gets_out() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(log.clone())
        .finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    for act in echoes() {
        let server = Server::start(vec![act.clone()]).await;
        assert_clean(&format!("{act:?}"), &outcome(&client(&server.url())).await);
        if !matches!(act, Act::ResetUnread) {
            let heard = server.heard().concat();
            assert!(heard.contains(partial_escape(PASSWORD).as_ref()), "the server never had it");
            assert!(
                heard.contains(partial_escape(NEW_PASSWORD).as_ref()),
                "the server never had it"
            );
        }
    }
    let server = Server::start(vec![Act::Stall]).await;
    let waiting = impatient_client(&server.url());
    let late = waiting.send_invoice(&credentials(), <_>::default(), Vec::new()).await;
    assert_clean("a timeout", &format!("{late:?}"));
    server.stop_listening().await;
    for address in ["http://127.0.0.1:1/", "https://127.0.0.1:1/"] {
        if let Ok(client) = Client::new(settings(address)) {
            assert_clean(address, &outcome(&client).await);
        }
    }
    let logged = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    assert!(logged.contains("registerTerminal"), "the log was not kept: {logged}");
    assert_clean("the log", &logged);
}

/// Whoever keeps evidence sees each request and what came of it, and neither password in any of them.
#[tokio::test]
async fn a_witness_sees_no_password() {
    for act in echoes() {
        let server = Server::start(vec![act.clone()]).await;
        let seen = Arc::new(Mutex::new(Vec::new()));
        let sees = Arc::clone(&seen);
        let witness = Witness::new(move |sight| sees.lock().unwrap().push(sight));
        let client = client(&server.url()).witnessed_by(witness);
        let _shown = outcome(&client).await;
        let seen = seen.lock().unwrap();
        let [Sight::Request { document: request, .. }, end] = &seen[..] else {
            panic!("{act:?}: one request and its end: {seen:?}")
        };
        assert_eq!(request.matches("<password>•••</password>").count(), 2, "{request}");
        for sight in seen.iter() {
            let text = match sight {
                Sight::Request { document, .. } | Sight::Answer { document, .. } => document,
                Sight::NoAnswer { cause, .. } => cause,
            };
            assert_clean(&format!("{act:?}"), text);
        }
        let was_answered = matches!(end, Sight::Answer { .. });
        let cut_off = matches!(act, Act::Close | Act::Reset | Act::ResetUnread);
        assert!(!(was_answered && cut_off), "{act:?}: {end:?}");
    }
}

#[test]
fn credentials_do_not_show() {
    let credentials = Credentials { password: Secret::new(PASSWORD), ..credentials() };
    assert_clean("Debug", &format!("{credentials:?} {credentials:#?}"));
}
