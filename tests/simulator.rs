//! The simulator as a register meets it: SOAP over HTTP, byte by byte.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what is unexpected")]

mod simulator_world;

use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

use kassa::seqr::message::Operation;
use kassa::seqr::result_code::ResultCode;
use kassa::simulator::fault::{Disturbance, Fault, Frequency, Moment, Rule};
use kassa::simulator::ledger::{CustomerAction, PaymentState};
use kassa::simulator::{Simulator, SimulatorSettings};
use simulator_world::{Answer, PATIENCE, SERVICE, World, nop, request, send_invoice, until};
use tokio::runtime::Runtime;

#[test]
fn a_right_request_is_answered_and_a_refusal_is_an_answer_too() {
    let world = World::new();
    let answer = world.soap(&send_invoice());
    assert_eq!(answer.status, 200);
    assert!(answer.head.contains("content-type: text/xml; charset=utf-8"), "{}", answer.head);
    let reference = world.newest(|payment| payment.invoice_reference().to_owned());
    for part in
        ["sendInvoiceResponse", "<resultCode>0</resultCode>", "HTTP://SEQR.SE/R", &reference]
    {
        assert!(answer.body.contains(part), "{part} in {}", answer.body);
    }
    let wrong_sum = send_invoice().replacen("1119.80", "1119.00", 1);
    let answer = world.soap(&wrong_sum);
    assert_eq!(answer.status, 200);
    assert!(answer.body.contains("<resultCode>49</resultCode>"), "{}", answer.body);
    assert!(answer.body.contains("INVALID_INVOICE_DATA"), "{}", answer.body);
}

/// Each of these breaks what was right, and the fault names the element.
fn are_refused(cases: &[(&str, String, &str)]) {
    let world = World::new();
    for (what, body, named) in cases {
        assert_ne!(*body, send_invoice(), "{what}: nothing was broken");
        let answer = world.soap(body);
        assert_eq!(answer.status, 500, "{what}: {}", answer.body);
        let (_, fault) = answer.body.split_once("<faultstring>").unwrap();
        assert!(fault.contains(named), "{what}: {named} in {fault}");
        assert!(!answer.body.contains("demo-terminal"), "{what}: a password is never sent back");
    }
    assert_eq!(world.invoices(), 0);
    assert_eq!(world.soap(&send_invoice()).status, 200, "what they were made from is right");
}

fn without(element: &str) -> String {
    let good = send_invoice();
    let end = format!("</{element}>");
    let (before, rest) = good.split_once(&format!("<{element}>")).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    format!("{before}{after}")
}

fn with(old: &str, new: &str) -> String {
    send_invoice().replace(old, new)
}

#[test]
fn what_is_no_soap_for_this_service_is_refused() {
    let good = send_invoice();
    let soap_1_2 = "http://www.w3.org/2003/05/soap-envelope";
    are_refused(&[
        ("no XML", "hello".to_owned(), "not well-formed XML"),
        ("nothing", String::new(), "empty"),
        ("half of it", good[..good.len() / 2].to_owned(), "ends before"),
        ("a document type", format!("<!DOCTYPE x>{good}"), "DOCTYPE"),
        ("SOAP 1.2", with("http://schemas.xmlsoap.org/soap/envelope/", soap_1_2), "Envelope"),
        ("another service", with("external.interfaces", "internal.interfaces"), "sendInvoice"),
        ("another spelling", with("e:sendInvoice", "e:SendInvoice"), "SendInvoice"),
    ]);
}

#[test]
fn what_breaks_the_schema_is_refused_with_the_elements_name() {
    let moved =
        without("password").replace("<channel>", "<password>demo-terminal</password><channel>");
    are_refused(&[
        ("a context in the namespace", with("context>", "e:context>"), "sendInvoice/context"),
        ("no context", without("context"), "sendInvoice/context"),
        ("no password", without("password"), "context/password"),
        ("password first", moved, "context/channel"),
        ("a timeout in words", with("Timeout>0<", "Timeout>soon<"), "clientRequestTimeout"),
        ("a long reference", with("Test 1", &"x".repeat(33)), "context/clientReference"),
        ("no invoice", without("invoice"), "sendInvoice/invoice"),
        ("an unknown element", with("<title>", "<colour>red</colour><title>"), "invoice/colour"),
        ("a title twice", with("<title>", "<title>x</title><title>"), "invoice/title"),
        ("an unknown mode", with("IMMEDIATE_DEBIT", "immediate_debit"), "invoice/paymentMode"),
        ("no date", with("2026-11-21T14:05:09+01:00", "21.11.2026"), "invoice/issueDate"),
    ]);
}

#[test]
fn wrong_amounts_and_rows_are_refused_with_the_elements_name() {
    let first = |new: &str| send_invoice().replacen("1119.80", new, 1);
    let rows = format!("<invoiceRows>{}", {
        let good = send_invoice();
        let (_, rest) = good.split_once("<invoiceRows>").unwrap();
        rest.split_inclusive("</invoiceRows>").next().unwrap().to_owned()
    });
    let late_rows = without("invoiceRows").replace("<footer>", &format!("{rows}<footer>"));
    let backwards = with(
        "<currency>SEK</currency><value>1119.80</value>",
        "<value>1119.80</value><currency>SEK</currency>",
    );
    are_refused(&[
        ("a comma", first("1119,80"), "itemTotalAmount/value"),
        ("an exponent", first("1.1198e3"), "itemTotalAmount/value"),
        ("no number", first(""), "itemTotalAmount/value"),
        ("words for a quantity", with("Quantity>2<", "Quantity>two<"), "invoiceRow/itemQuantity"),
        ("value before currency", backwards, "itemTotalAmount/currency"),
        ("rows after the cashier", late_rows, "invoice/invoiceRows"),
    ]);
}

#[test]
fn only_soap_as_utf_8_is_read() {
    let world = World::new();
    for (content_type, status) in [
        ("text/xml", 200),
        ("Text/XML;charset=UTF-8", 200),
        ("text/xml; charset=\"utf-8\"", 200),
        ("text/xml; charset=iso-8859-1", 415),
        ("application/soap+xml; charset=utf-8", 415),
        ("application/xml", 415),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ] {
        assert_eq!(world.post(content_type, &nop()).status, status, "{content_type:?}");
    }
    assert_eq!(world.talk("POST", SERVICE, &[], &nop()).status, 415, "no type at all");
    assert_eq!(world.get(SERVICE).status, 405);
    assert_eq!(world.talk("POST", "/soap", &[("Content-Type", "text/xml")], &nop()).status, 404);
}

#[test]
fn a_body_beyond_all_bounds_is_refused() {
    let world = World::new();
    let huge = format!("{}{}", nop(), " ".repeat(8 * 1024 * 1024));
    let head =
        request(world.simulator.address(), "POST", SERVICE, &[("Content-Type", "text/xml")], &huge);
    let mut connection = TcpStream::connect(world.simulator.address()).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    // The simulator may close before all of it is out.
    let _sent = connection.write_all(head.as_bytes());
    let mut start = [0; 12];
    connection.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 413");
}

#[test]
fn a_lost_request_and_a_lost_answer_look_alike_and_are_not() {
    let world = World::new();
    for (fault, invoices) in [(Fault::lost_request(), 0), (Fault::lost_answer(), 1)] {
        assert_eq!(world.struck(fault, &send_invoice()), b"", "{fault:?}");
        assert_eq!(world.invoices(), invoices, "{fault:?}");
    }
}

#[test]
fn half_an_answer_promises_the_whole() {
    let world = World::new();
    let bytes = world.struck(Fault::half_answer(), &send_invoice());
    let answer = Answer::read(&bytes);
    let promised: usize = answer
        .head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .unwrap()
        .parse()
        .unwrap();
    assert_eq!((answer.status, answer.body.len()), (200, promised / 2));
    assert!(answer.body.contains("sendInvoiceResponse"), "{}", answer.body);
    assert_eq!(world.invoices(), 1);
}

#[test]
fn answers_that_are_none_look_as_told() {
    let world = World::new();
    let before = |disturbance| Fault { moment: Moment::BeforeProcessing, disturbance };
    let after = |disturbance| Fault { moment: Moment::AfterProcessing, disturbance };
    let system_error = Disturbance::Code(ResultCode::SYSTEM_ERROR);
    for (fault, status, part, done) in [
        (before(system_error), 200, "<resultCode>90</resultCode>", 0),
        (after(system_error), 200, "<resultCode>90</resultCode>", 1),
        (before(Disturbance::SoapFault), 500, "faultstring", 0),
        (after(Disturbance::SoapFault), 500, "faultstring", 1),
        (before(Disturbance::Garbage), 200, "<<PAID>>", 0),
        (after(Disturbance::Garbage), 200, "<<PAID>>", 1),
        (before(Disturbance::Html), 200, "<html>", 0),
        (after(Disturbance::Html), 200, "<html>", 1),
        (before(Disturbance::Half), 200, "sendInvoiceResponse", 0),
    ] {
        let count = world.invoices();
        let answer = Answer::read(&world.struck(fault, &send_invoice()));
        assert_eq!(answer.status, status, "{fault:?}");
        assert!(answer.body.contains(part), "{fault:?}: {}", answer.body);
        assert_eq!(world.invoices() - count, done, "{fault:?}");
    }
    assert_eq!(world.soap(&nop()).status, 200, "and then all is well again");
}

#[test]
fn a_late_answer_is_late_and_right() {
    let world = World::new();
    let delay = Duration::from_millis(300);
    for moment in [Moment::BeforeProcessing, Moment::AfterProcessing] {
        let begin = Instant::now();
        let fault = Fault { moment, disturbance: Disturbance::Late(delay) };
        let answer = Answer::read(&world.struck(fault, &send_invoice()));
        assert!(begin.elapsed() >= delay);
        assert!(answer.body.contains("<resultCode>0</resultCode>"), "{}", answer.body);
    }
    assert_eq!(world.invoices(), 2);
}

#[test]
fn a_register_that_gives_up_does_not_undo_what_it_asked_for() {
    let world = World::new();
    world.strike_next(Fault::slow(Duration::from_millis(300)));
    let mut connection = TcpStream::connect(world.simulator.address()).unwrap();
    let request = request(
        world.simulator.address(),
        "POST",
        SERVICE,
        &[("Content-Type", "text/xml")],
        &send_invoice(),
    );
    connection.write_all(request.as_bytes()).unwrap();
    until("the request arrived", || {
        world.simulator.with_faults(|faults| faults.rules().count() == 0)
    });
    connection.shutdown(Shutdown::Both).unwrap();
    drop(connection);
    until("the invoice was made all the same", || world.invoices() == 1);
}

#[test]
fn a_hanging_request_gets_nothing_while_others_go_on_until_the_end() {
    let world = World::new();
    world.strike_next(Fault::hang());
    let mut connection = TcpStream::connect(world.simulator.address()).unwrap();
    connection.set_read_timeout(Some(PATIENCE)).unwrap();
    let request = request(
        world.simulator.address(),
        "POST",
        SERVICE,
        &[("Content-Type", "text/xml")],
        &send_invoice(),
    );
    connection.write_all(request.as_bytes()).unwrap();
    until("the request hangs", || {
        world.simulator.with_faults(|faults| faults.rules().count() == 0)
    });
    assert_eq!(world.soap(&nop()).status, 200);
    world.simulator.shut_down();
    let mut answer = Vec::new();
    let _length = connection.read_to_end(&mut answer).unwrap();
    assert_eq!(answer, b"");
    assert_eq!(world.invoices(), 0);
    until("nobody listens any more", || TcpStream::connect(world.simulator.address()).is_err());
}

#[test]
fn a_fault_strikes_its_operation_only() {
    let world = World::new();
    let _id = world.simulator.switch_on(Rule {
        operation: Some(Operation::SendInvoice),
        fault: Fault::code(ResultCode::SERVICE_UNAVAILABLE),
        frequency: Frequency::Always,
    });
    assert!(world.soap(&nop()).body.contains("<resultCode>0</resultCode>"));
    for _ in 0..3 {
        assert!(world.soap(&send_invoice()).body.contains("<resultCode>94</resultCode>"));
    }
    world.simulator.clear_faults();
    assert!(world.soap(&send_invoice()).body.contains("<resultCode>0</resultCode>"));
}

#[test]
fn the_simulator_is_for_this_machine_only() {
    let runtime = Runtime::new().unwrap();
    let settings =
        SimulatorSettings { address: "0.0.0.0:0".parse().unwrap(), ..SimulatorSettings::default() };
    let refused = Simulator::start(runtime.handle(), settings).unwrap_err();
    assert!(refused.to_string().contains("loopback"), "{refused}");
}

#[test]
fn two_cannot_listen_at_one_address() {
    let world = World::new();
    let settings =
        SimulatorSettings { address: world.simulator.address(), ..SimulatorSettings::default() };
    assert!(Simulator::start(world.runtime.handle(), settings).is_err());
}

#[test]
fn the_handle_is_the_customer_and_the_clock() {
    let world = World::new();
    assert!(world.simulator.confirm_newest().is_err());
    let _answer = world.soap(&send_invoice());
    let reference = world.simulator.confirm_newest().unwrap();
    assert!(world.simulator.decline_newest().is_err(), "it is paid");
    world.simulator.leap(Duration::from_secs(20));
    assert!(world.newest(|payment| matches!(payment.state(), PaymentState::Reversed(_))));

    let _answer = world.soap(&send_invoice());
    let next = world.simulator.customer_newest(CustomerAction::BeginConfirming).unwrap();
    assert_ne!(next, reference);
    assert!(world.simulator.decline_newest().is_err(), "the bank is working");
    world.simulator.customer(&next, CustomerAction::BankRefuses).unwrap();
    assert!(world.newest(|payment| payment.state() == &PaymentState::Failed));
}
