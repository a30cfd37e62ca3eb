//! The faults by kind. Each list is met by questions about a payment and by invoices.

use std::time::Duration;

use kassa::seqr::message::Operation;

use crate::fault::{Fault, HUGE, answer, blanks, chunk, flood, http, xml};
use crate::polling::{Case, case};

/// A good answer: the customer has not paid yet, or the invoice is made.
fn good(asked: Operation) -> String {
    let fields = match asked {
        Operation::SendInvoice => "<invoiceReference>666</invoiceReference>",
        _ => "<status>ISSUED</status><version>0</version>",
    };
    answer(asked.name(), &format!("<ersReference/><resultCode>0</resultCode>{fields}"))
}

/// The same with something more in it.
fn good_with(asked: Operation, more: &str) -> String {
    good(asked).replace("</return>", &format!("{more}</return>"))
}

/// One that says "paid" although nobody has, or names an invoice that was never made. Whoever
/// believes the latter asks about it and is told that there is no such invoice.
fn lie(asked: Operation, reference: &str) -> String {
    match asked {
        Operation::SendInvoice => good(asked),
        _ => good(asked)
            .replace("<ersReference/>", &format!("<ersReference>{reference}</ersReference>"))
            .replace("ISSUED", "PAID"),
    }
}

/// What an answer is read for.
fn point(asked: Operation) -> (&'static str, &'static str) {
    match asked {
        Operation::SendInvoice => ("invoiceReference", "666"),
        _ => ("status", "ISSUED"),
    }
}

fn half(bytes: &[u8]) -> Vec<u8> {
    bytes[..bytes.len() / 2].to_vec()
}

/// Connections that break.
pub fn broken_connections(asked: Operation) -> Vec<Case> {
    let whole = xml(lie(asked, "half-an-answer"));
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n".to_vec();
    vec![
        case("reset before the request was read", Fault::ResetUnread),
        case("reset after the request was read", Fault::ResetRead),
        case("reset after the request was processed", Fault::ResetProcessed),
        case("closed after the request was read", Fault::Close),
        case("half an answer, then closed", Fault::Bytes(half(&whole))),
        case("all but the last byte, then closed", Fault::Bytes(whole[..whole.len() - 1].to_vec())),
        case("half a head, then closed", Fault::Bytes(head.clone())),
        case(
            "a chunk that breaks off",
            Fault::Bytes(
                [head.as_slice(), b"Transfer-Encoding: chunked\r\n\r\nffff\r\n<S:Envelope>"]
                    .concat(),
            ),
        ),
        case(
            "a chunk without a length",
            Fault::Bytes(
                [head.as_slice(), b"Transfer-Encoding: chunked\r\n\r\nnonsense\r\n"].concat(),
            ),
        ),
        case(
            "two lengths",
            Fault::Bytes(
                [
                    head.as_slice(),
                    b"Content-Length: 10\r\nContent-Length: 700\r\n\r\n",
                    good(asked).as_bytes(),
                ]
                .concat(),
            ),
        ),
        case("not HTTP", Fault::Bytes(b"220 mail.example ESMTP ready\r\n\r\n".to_vec())),
    ]
}

/// Servers that take the connection and let the register wait.
pub fn silences(asked: Operation) -> Vec<Case> {
    let whole = xml(lie(asked, "too-late"));
    let second = Duration::from_secs(1);
    vec![
        case("never reads", Fault::NeverRead),
        case("never answers", Fault::Silence),
        case("half an answer, then silence", Fault::BytesThenSilence(half(&whole))),
        case(
            "a head, then silence",
            Fault::BytesThenSilence(b"HTTP/1.1 200 OK\r\nContent-Length: 700\r\n\r\n".to_vec()),
        ),
        case("one byte a second", Fault::Drip(whole, second)),
        case(
            "one more of the same interim answer for ever",
            Fault::Drip(b"HTTP/1.1 102 Processing\r\n\r\n".repeat(400), Duration::from_millis(2)),
        ),
    ]
}

/// Answers that never end, or not before fifty megabytes.
pub fn floods() -> Vec<Case> {
    let text = "Content-Type: text/xml\r\n";
    let stated = format!("{text}Content-Length: {HUGE}\r\n\r\n");
    let packed = format!("{text}Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n");
    let endless = b"<a>".repeat(20_000);
    vec![
        case("50 MB with their length", flood(&stated, &blanks())),
        case(
            "50 MB in chunks",
            flood(&format!("{text}Transfer-Encoding: chunked\r\n\r\n"), &chunk()),
        ),
        case(
            "50 MB without a length",
            flood(&format!("{text}Connection: close\r\n\r\n"), &blanks()),
        ),
        case("50 MB, compressed as they say", flood(&packed, &chunk())),
        case("50 MB of elements in each other", flood(&format!("{text}\r\n"), &endless)),
        case(
            "50 MB of explanation with an error",
            Fault::Flood {
                head: b"HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\n\r\n".to_vec(),
                piece: blanks().into(),
                times: HUGE / blanks().len(),
            },
        ),
        case(
            "headers without end",
            flood("", &b"X-Filler: filler filler filler\r\n".repeat(1_000)),
        ),
        case("one header without end", flood("X-Filler: ", &blanks())),
    ]
}

/// XML that means harm, or means nothing.
pub fn hostile_documents(asked: Operation) -> Vec<Case> {
    harmful_documents(asked).into_iter().chain(wrong_answers(asked)).collect()
}

fn harmful_documents(asked: Operation) -> Vec<Case> {
    let (_, value) = point(asked);
    let bomb = {
        let entities: String = (1..10)
            .map(|n| format!("<!ENTITY e{n} \"{}\">", format!("&e{};", n - 1).repeat(10)))
            .collect();
        format!(
            "<!DOCTYPE a [<!ENTITY e0 \"ha\">{entities}]>{}",
            good(asked).replace(value, "&e9;")
        )
    };
    let external = format!(
        "<!DOCTYPE a [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{}",
        good(asked).replace(value, "&e;")
    );
    let attributes: String = (0..300_000).map(|n| format!(" a{n}=\"\"")).collect();
    let deep = good_with(asked, &format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000)));
    let wide = good_with(asked, &"<a/>".repeat(300_000));
    let namespaces: String = (0..10_000).map(|n| format!(" xmlns:a{n}=\"u{n}\"")).collect();
    let document = |name, text: String| case(name, Fault::Bytes(xml(text)));
    vec![
        document("an XML bomb", bomb),
        document("an external entity", external),
        document(
            "an external DTD",
            format!("<!DOCTYPE a SYSTEM \"http://127.0.0.1:9/a.dtd\">{}", good(asked),),
        ),
        document("100 000 elements in each other", deep),
        document("300 000 elements beside each other", wide),
        document("300 000 attributes", good_with(asked, &format!("<a{attributes}/>"))),
        document("10 000 namespaces", good_with(asked, &format!("<a{namespaces}/>"))),
        document("an element's name of a megabyte", format!("<{}/>", "a".repeat(1 << 20))),
        document(
            "tags that cross, with names of a megabyte",
            format!("<a><{}></{}>", "b".repeat(1 << 20), "c".repeat(1 << 20),),
        ),
    ]
}

/// Documents that are no answer, or one that says nothing.
fn wrong_answers(asked: Operation) -> Vec<Case> {
    let (element, value) = point(asked);
    let whole = format!("<{element}>{value}</{element}>");
    let twice = format!("<{element}>PAID</{element}>{whole}");
    let coded = |code: &str| good(asked).replace(">0<", &format!(">{code}<"));
    let document = |name, text: String| case(name, Fault::Bytes(xml(text)));
    vec![
        document("nothing", String::new()),
        document("a result code beyond all numbers", coded("99999999999999999999")),
        document("a result code in words", coded("OK")),
        document("an empty result code", coded("")),
        document("a system error", coded("90")),
        document("not available", coded("94")),
        document("a code that nobody knows", coded("-2147483648")),
        document("two that differ", good(asked).replace(&whole, &twice)),
        document("success that says no more", good(asked).replace(&whole, "")),
        document("success that says nothing", good(asked).replace(value, " ")),
        document(
            "a reference of a megabyte",
            match asked {
                Operation::SendInvoice => good(asked).replace(value, &"6".repeat(1 << 20)),
                _ => lie(asked, &"6".repeat(1 << 20)),
            },
        ),
        document(
            "the wrapper of another operation",
            answer(
                "cancelInvoice",
                "<resultCode>0</resultCode><status>PAID</status><ersReference>1</ersReference>",
            ),
        ),
        document(
            "another kind's answer",
            answer("refundPayment", "<resultCode>0</resultCode><ersReference>1</ersReference>"),
        ),
        document(
            "the answer without its envelope",
            lie(asked, "bare").replace("S:Envelope", "Letter"),
        ),
        document("half a UTF-16 character", String::from_utf8(vec![0, b'<', 0]).unwrap()),
    ]
}

/// HTTP that says no, or something else than an answer.
pub fn refusals_of_http(asked: Operation) -> Vec<Case> {
    let page = b"<html><head><title>Log in</title></head><body>Wi-Fi</body></html>";
    let fault = "<S:Envelope xmlns:S=\"http://schemas.xmlsoap.org/soap/envelope/\"><S:Body><S:Fault>\
         <faultcode>S:Server</faultcode><faultstring>java.lang.NullPointerException\n\tat \
         com.example.Main.main(Main.java:17)</faultstring></S:Fault></S:Body></S:Envelope>";
    let html = "Content-Type: text/html\r\n";
    let bytes = |name, bytes| case(name, Fault::Bytes(bytes));
    let elsewhere = |status, place| http(status, &format!("Location: {place}\r\n"), b"");
    vec![
        bytes("500 with a fault", http("500 Oops", "Content-Type: text/xml\r\n", fault.as_bytes())),
        bytes("500 without a fault", http("500 Oops", html, page)),
        bytes("500 with an answer", http("500 Oops", "", lie(asked, "in-an-error").as_bytes())),
        bytes("200 with a fault", xml(fault)),
        bytes("200 with a page", http("200 OK", html, page)),
        bytes("204", b"HTTP/1.1 204 No Content\r\n\r\n".to_vec()),
        bytes("200 with nothing", http("200 OK", "", b"")),
        bytes(
            "206 with an answer",
            http("206 Partial Content", "", lie(asked, "partial").as_bytes()),
        ),
        bytes("301 to the same host", elsewhere("301 Moved", "/elsewhere")),
        bytes("302 to another host", elsewhere("302 Found", "http://127.0.0.2:9/")),
        bytes("307 to another host", elsewhere("307 Temporary", "https://seqr.invalid/")),
        bytes("308 to a file", elsewhere("308 Permanent", "file:///etc/passwd")),
        bytes("401", http("401 Unauthorized", "WWW-Authenticate: Basic\r\n", b"")),
        bytes(
            "407",
            http("407 Proxy Authentication Required", "Proxy-Authenticate: Basic\r\n", b""),
        ),
        bytes("429", http("429 Too Many Requests", "Retry-After: 3600\r\n", b"")),
        bytes("503 for an hour", http("503 Unavailable", "Retry-After: 3600\r\n", page)),
        bytes("101", b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n".to_vec()),
        bytes(
            "compressed",
            http("200 OK", "Content-Encoding: gzip\r\n", b"\x1f\x8b\x08\0\0\0\0\0\0\x03"),
        ),
        bytes("a picture", http("200 OK", "Content-Type: image/png\r\n", b"\x89PNG\r\n\x1a\n")),
    ]
}

/// Answers in strange clothes that say something all the same.
pub fn oddities() -> Vec<Case> {
    const ASKED: Operation = Operation::GetPaymentStatus;
    fn text(body: &[u8]) -> String {
        String::from_utf8(body.to_vec()).unwrap()
    }
    fn without_declaration(body: &[u8]) -> String {
        let text = text(body);
        text.split_once("?>").map_or(text.clone(), |(_, rest)| rest.to_owned())
    }
    fn described(body: &[u8]) -> String {
        text(body)
            .replace("<resultCode>", "<resultDescription>K\u{f6}p</resultDescription><resultCode>")
    }
    let instead = |name, change| case(name, Fault::Instead(change));
    vec![
        instead("UTF-16", |body| {
            let text = format!("\u{feff}{}", without_declaration(body));
            xml(text.encode_utf16().flat_map(u16::to_be_bytes).collect::<Vec<u8>>())
        }),
        instead("a byte order mark", |body| xml([b"\xef\xbb\xbf", body].concat())),
        instead("Latin-1 without a word about it", |body| {
            let text = described(body);
            assert!(text.contains('\u{f6}'), "{text}");
            xml(text.chars().map(|character| character as u8).collect::<Vec<u8>>())
        }),
        instead("broken UTF-8 in a description", |body| {
            let text = described(body);
            let (before, after) = text.split_once('\u{f6}').unwrap();
            xml([before.as_bytes(), b"\xff\xfe\xc0", after.as_bytes()].concat())
        }),
        instead("called a web page", |body| http("200 OK", "Content-Type: text/html\r\n", body)),
        instead("called a picture", |body| http("200 OK", "Content-Type: image/png\r\n", body)),
        instead("called nothing", |body| http("200 OK", "", body)),
        instead("a megabyte of description", |body| {
            let long = "ha".repeat(512 * 1024);
            xml(text(body).replace(
                "<resultCode>",
                &format!("<resultDescription>{long}</resultDescription><resultCode>"),
            ))
        }),
        instead("a second answer behind it", |body| {
            // Whoever takes it for the next answer books a payment that nobody made.
            [xml(body), xml(lie(ASKED, "the-next-answer"))].concat()
        }),
        instead("bytes behind it", |body| [xml(body).as_slice(), b"\0\0garbage\r\n\r\n"].concat()),
    ]
}

/// Status words that nobody knows.
pub fn strange_words() -> Vec<Case> {
    const ASKED: Operation = Operation::GetPaymentStatus;
    let word =
        |name, word: &str| case(name, Fault::Bytes(xml(good(ASKED).replace("ISSUED", word))));
    vec![
        word("a word that nobody knows", "PAYED"),
        word("the right word in small letters", "paid"),
        word("two words", "PAID PAID"),
        word("a word with something hidden in it", "PAI\u{200b}D"),
        word("a word with a tail", "PAID'; DROP TABLE entry; --"),
        word("a word of a megabyte", &"PAID".repeat(256 * 1024)),
        word("a reservation", "RESERVED"),
        word("a part", "PARTIALLY_PAID"),
        case(
            "a version beyond all numbers",
            Fault::Bytes(xml(good(ASKED).replace("<version>0<", "<version>99999999999999<"))),
        ),
    ]
}
