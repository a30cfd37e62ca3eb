//! Answers, and everything that can come instead of one, without encryption.

use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use kassa::seqr::client::{Client, NotSent, SetUpError, Unknown};
use kassa::seqr::message::{AnswerHead, Principal};
use kassa::seqr::message::{Invoice, Money, Operation, Parameters, Response};
use kassa::seqr::result_code::ResultCode;
use kassa::seqr::soap::{Fault, decode_request, encode_fault, encode_response};
use rust_decimal::Decimal;
use tokio::net::TcpListener;

use crate::server::{Act, Closing, Server, http, xml};
use crate::{
    accepted, assert_not_sent, assert_unknown, client, credentials, impatient_client, send,
    settings,
};

#[tokio::test]
async fn an_answer_is_read_and_the_request_is_as_it_should_be() {
    let server = Server::start(vec![Act::Answer(xml(&accepted()))]).await;
    let answer = send(&client(&server.url())).await.unwrap();
    assert_eq!(answer.invoice_reference.as_deref(), Some("42"));

    let [request] = server.heard().try_into().unwrap();
    let (head, body) = request.split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("post /service http/1.1\r\n"), "{head}");
    assert!(head.contains("\r\ncontent-type: text/xml; charset=utf-8"), "{head}");
    assert!(head.contains("\r\nsoapaction: \"\""), "{head}");
    assert!(!head.contains("accept-encoding"), "{head}");
    let envelope = decode_request(body.as_bytes()).unwrap();
    let context = envelope.context.unwrap();
    assert_eq!(context.principal, credentials().principal);
    assert_eq!(context.client_reference, "Kassa test");
    assert_eq!(context.client_request_timeout, 0);
}

/// Each method asks for its own operation and reads the answer to it.
#[tokio::test]
async fn every_operation_has_its_method() {
    let acts = Operation::ALL.into_iter().map(|operation| {
        let head = AnswerHead::new(ResultCode(90));
        Act::AnswerAndKeep(xml(&encode_response(&Response::bare(operation, head))))
    });
    let server = Server::start(acts.collect()).await;
    let client = client(&server.url());
    let mut shop = credentials();
    shop.principal = Principal::reseller_user("shop", "9900");
    let who = &credentials();
    let parameters = Parameters::default;
    let codes = [
        client.register_terminal(&shop, "3", &"abcd".to_owned().into(), "Till").await.unwrap().head,
        client.unregister_terminal(who).await.unwrap().head,
        client.assign_seqr_id(who, "A1").await.unwrap().head,
        client.send_invoice(who, Invoice::default(), vec![]).await.unwrap().head,
        client.update_invoice(who, "1", Invoice::default(), vec![]).await.unwrap().head,
        client.get_payment_status(who, "1", 0).await.unwrap().head,
        client.cancel_invoice(who, "1").await.unwrap().head,
        client.commit_reservation(who, None, "1").await.unwrap().head,
        client.submit_payment_receipt(who, "1", None).await.unwrap().head,
        client.refund_payment(who, "1", Invoice::default()).await.unwrap().head,
        client.mark_transaction_period(&shop, parameters()).await.unwrap().head,
        client.execute_report(&shop, "r", Some("sv"), parameters()).await.unwrap().head,
        client.benchmarking_nop().await.unwrap().head,
    ];
    assert!(codes.iter().all(|head| head.result_code == ResultCode(90)), "{codes:?}");
    let asked: Vec<Operation> = server
        .heard()
        .iter()
        .map(|request| decode_request(request.split_once("\r\n\r\n").unwrap().1.as_bytes()))
        .map(|envelope| envelope.unwrap().request.operation())
        .collect();
    assert_eq!(asked, Operation::ALL);
}

#[tokio::test]
async fn a_request_that_cannot_be_written_is_not_sent() {
    let server = Server::start(vec![Act::Answer(xml(&accepted()))]).await;
    let client = client(&server.url());
    let total_amount = Some(Money::new("SEK", Decimal::new(1, 3)));
    let invoice = Invoice { total_amount, ..Invoice::default() };
    let cause = assert_not_sent(client.send_invoice(&credentials(), invoice, vec![]).await);
    assert!(matches!(cause, NotSent::Request(_)), "{cause:?}");
    assert_eq!(server.heard().len(), 0);
}

#[tokio::test]
async fn nobody_listening_means_not_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let cause = assert_not_sent(send(&client(&format!("http://{address}/"))).await);
    assert_eq!(cause, NotSent::Refused);
}

/// The server has taken the request and may have acted upon it.
#[tokio::test]
async fn a_connection_lost_after_the_request_is_unknown() {
    let half = xml(&accepted());
    let half = half[..half.len() - 10].to_vec();
    for act in
        [Act::Reset, Act::Close, Act::Answer(half), Act::Answer(b"nonsense\r\n\r\n".to_vec())]
    {
        let server = Server::start(vec![act.clone()]).await;
        let cause = assert_unknown(send(&client(&server.url())).await);
        assert!(matches!(cause, Unknown::ConnectionLost { .. }), "{act:?}: {cause:?}");
        assert_eq!(server.heard().len(), 1, "{act:?}: it must not be sent again");
    }
}

/// Whether the reset comes before or after our bytes have left is a race; what must never be said
/// is that the call succeeded or that a certificate or a name was at fault.
#[tokio::test]
async fn a_connection_reset_at_once_is_never_more_than_lost() {
    use kassa::seqr::client::CallError;
    let server = Server::start(vec![Act::ResetUnread]).await;
    let client = client(&server.url());
    for _ in 0..20 {
        let outcome = send(&client).await;
        assert!(
            matches!(
                outcome,
                Err(CallError::Unknown(Unknown::ConnectionLost { .. })
                    | CallError::NotSent(NotSent::NoConnection { .. }))
            ),
            "{outcome:?}"
        );
    }
}

#[tokio::test]
async fn silence_is_unknown() {
    for act in [Act::Stall, Act::StallUnread, Act::AnswerSlowly(xml(&accepted()))] {
        let server = Server::start(vec![act.clone()]).await;
        let cause = assert_unknown(send(&impatient_client(&server.url())).await);
        let limit = Duration::from_millis(300);
        assert_eq!(cause, Unknown::TimedOut { limit }, "{act:?}");
    }
}

/// A kept connection that the server has closed meanwhile is replaced, since nothing was written
/// to it.
#[tokio::test]
async fn a_kept_connection_closed_meanwhile_is_replaced() {
    let close = Arc::new(Closing::default());
    let server = Server::start(vec![
        Act::AnswerAndCloseWhen(xml(&accepted()), Arc::clone(&close)),
        Act::AnswerAndKeep(xml(&accepted())),
    ])
    .await;
    let client = client(&server.url());
    assert!(send(&client).await.is_ok());
    close.close().await;
    assert!(send(&client).await.is_ok());
    assert!(send(&client).await.is_ok());
    assert_eq!(server.heard().len(), 3);
}

/// A kept connection that breaks after the second request was written: the server has it, so it
/// is neither "not sent" nor sent again.
#[tokio::test]
async fn a_kept_connection_that_breaks_under_a_request_is_unknown() {
    for act in [Act::Close, Act::Reset] {
        let acts = vec![Act::AnswerAndKeep(xml(&accepted())), act.clone()];
        let server = Server::start(acts).await;
        let client = client(&server.url());
        assert!(send(&client).await.is_ok());
        let cause = assert_unknown(send(&client).await);
        assert!(matches!(cause, Unknown::ConnectionLost { .. }), "{act:?}: {cause:?}");
        assert_eq!(server.heard().len(), 2, "{act:?}: it must not be sent again");
    }
}

/// Once the server is gone, so is the kept connection: certain, and said so.
#[tokio::test]
async fn a_server_that_has_gone_away_means_not_sent() {
    let close = Arc::new(Closing::default());
    let act = Act::AnswerAndCloseWhen(xml(&accepted()), Arc::clone(&close));
    let server = Server::start(vec![act]).await;
    let client = client(&server.url());
    assert!(send(&client).await.is_ok());
    close.close().await;
    server.stop_listening().await;
    assert_eq!(assert_not_sent(send(&client).await), NotSent::Refused);
}

#[tokio::test]
async fn what_is_not_an_answer_is_unknown() {
    let html = "Content-Type: text/html\r\n";
    let page = b"<html><body>Welcome<br></body></html>";
    let fault = Fault { code: "s:Server".to_owned(), text: "out of order".to_owned() };
    let fault_body = encode_fault(&fault);
    let other = Response::bare(Operation::CancelInvoice, AnswerHead::new(ResultCode::SUCCESS));
    let status = |status| Unknown::HttpStatus { status };
    for (answer, expected) in [
        (http("200 OK", html, page), Unknown::WebPage),
        (http("200 OK", "Content-Type: TEXT/HTML; charset=utf-8\r\n", b""), Unknown::WebPage),
        (http("500 Internal Server Error", "", &fault_body), Unknown::Fault(fault.clone())),
        (http("200 OK", "", &fault_body), Unknown::Fault(fault)),
        (http("500 Internal Server Error", html, page), status(500)),
        // An answer that comes with an error cannot be relied upon, in neither direction.
        (http("500 Internal Server Error", "", &accepted()), status(500)),
        (http("404 Not Found", html, page), status(404)),
        (http("407 Proxy Authentication Required", "", b""), status(407)),
        (http("503 Service Unavailable", "", b""), status(503)),
        (http("202 Accepted", "", b""), status(202)),
        (
            http("200 OK", "Content-Encoding: gzip\r\n", &accepted()[1..]),
            Unknown::Unreadable { detail: "it is compressed".to_owned() },
        ),
        (
            http("200 OK", "", b""),
            Unknown::Unreadable { detail: "the document is empty".to_owned() },
        ),
        (
            xml(&encode_response(&other)),
            Unknown::Unreadable {
                detail: "expected <sendInvoiceResponse> but found <cancelInvoiceResponse>"
                    .to_owned(),
            },
        ),
    ] {
        let server = Server::start(vec![Act::Answer(answer.clone())]).await;
        let cause = assert_unknown(send(&client(&server.url())).await);
        assert_eq!(cause, expected, "{}", String::from_utf8_lossy(&answer));
        assert_eq!(server.heard().len(), 1);
    }
}

#[tokio::test]
async fn redirects_are_not_followed() {
    let other = Server::start(vec![Act::Answer(xml(&accepted()))]).await;
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {}?with=more\r\n", other.url());
        let answer = http(&format!("{status} Elsewhere"), &location, b"");
        let server = Server::start(vec![Act::Answer(answer)]).await;
        let cause = assert_unknown(send(&client(&server.url())).await);
        let target = Some(format!("http://{}", other.address));
        assert_eq!(cause, Unknown::Redirected { status, target });
    }
    assert_eq!(other.heard().len(), 0, "the password must not go elsewhere");
}

#[tokio::test]
async fn endless_and_huge_answers_are_cut_off() {
    let head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let huge = b"HTTP/1.1 200 OK\r\nContent-Length: 50000000\r\n\r\n<a>".to_vec();
    for act in [Act::AnswerForEver(head), Act::AnswerForEver(huge)] {
        let server = Server::start(vec![act]).await;
        assert_eq!(assert_unknown(send(&client(&server.url())).await), Unknown::TooLarge);
    }
    // Of an error, that it is one says more than that its page has no end.
    let head = b"HTTP/1.1 503 Busy\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec();
    let server = Server::start(vec![Act::AnswerForEver(head)]).await;
    let cause = assert_unknown(send(&client(&server.url())).await);
    assert_eq!(cause, Unknown::HttpStatus { status: 503 });
}

#[tokio::test]
async fn localhost_is_this_machine() {
    let server = Server::start(vec![Act::Answer(xml(&accepted()))]).await;
    let address = format!("http://localhost:{}/", server.address.port());
    assert!(send(&client(&address)).await.is_ok());
}

#[test]
fn clear_text_leaves_this_machine_never() {
    let refused = Client::new(settings("http://extdev.seqr.com/soap/merchant/cashregister-2"));
    assert!(matches!(refused, Err(SetUpError::NotEncrypted { .. })), "{refused:?}");
}

/// Runs another test of this file where the environment names a proxy that does not exist.
#[test]
fn proxies_in_the_environment_are_not_used() {
    let mut again = Command::new(std::env::current_exe().unwrap());
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    {
        let _again = again.env(name, "http://127.0.0.1:9");
    }
    let test = "outcomes::an_answer_is_read_and_the_request_is_as_it_should_be";
    let output =
        again.env_remove("NO_PROXY").env_remove("no_proxy").args(["--exact", test]).output();
    let output = output.unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
}
