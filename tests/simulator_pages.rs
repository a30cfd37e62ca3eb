//! The simulator as a browser meets it: the customer's phone and the page of faults.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop at what is unexpected")]

mod simulator_world;

use kassa::simulator::ledger::PaymentState;
use simulator_world::{World, nop, send_invoice};

#[test]
fn the_phone_shows_the_bill_and_pays_it() {
    let world = World::new();
    let empty = world.get("/");
    assert_eq!(empty.status, 200);
    assert!(empty.body.contains("Ingen räkning väntar"), "{}", empty.body);
    assert!(empty.body.contains("<noscript><meta http-equiv=\"refresh\""), "works without script");

    let _answer = world.soap(&send_invoice());
    let page = world.get("/?language=en").body;
    for part in [
        "Café &lt;b&gt;",
        "Coffee &amp; bun",
        "1,119.80",
        "Pay 1,119.80\u{a0}SEK",
        "Decline",
        "Thanks",
    ] {
        assert!(page.contains(part), "{part} in {page}");
    }
    assert!(!page.contains("<b>"), "texts of the register are never markup");
    assert!(world.get("/").body.contains("1\u{a0}119,80"), "as Swedish has it");

    let json: serde_json::Value =
        serde_json::from_str(&world.get("/phone/invoice.json?language=en").body).unwrap();
    assert_eq!(json["invoice"]["total"], "1119.80");
    assert_eq!(json["invoice"]["rows"][0]["description"], "Coffee & bun");
    let key = json["key"].as_str().unwrap();
    assert!(page.contains(&format!("data-key=\"{key}\"")), "the page is up to date");

    let reference = json["invoice"]["reference"].as_str().unwrap();
    let form = format!("reference={reference}");
    let answer = world.talk("POST", "/phone/confirm?language=en", &[], &form);
    assert_eq!(answer.status, 303);
    assert!(answer.head.contains("location: /?language=en"), "{}", answer.head);
    assert!(world.newest(|payment| matches!(payment.state(), PaymentState::Paid(_))));
    let page = world.get("/?language=en").body;
    assert!(page.contains("Paid") && page.contains("Reference "), "{page}");
    assert!(!page.contains(key), "the page has changed");
}

#[test]
fn each_button_of_the_phone_does_what_it_says() {
    for (buttons, state) in [
        (&["decline"][..], "CANCELED"),
        (&["bank-refuses"], "FAILED"),
        (&["bank-works"], "ISSUED"),
        (&["bank-works", "decline"], "ISSUED"),
        (&["bank-works", "bank-refuses"], "FAILED"),
        (&["bank-works", "confirm"], "PAID"),
        (&["confirm", "decline"], "PAID"),
    ] {
        let world = World::new();
        let _answer = world.soap(&send_invoice());
        let reference = world.newest(|payment| payment.invoice_reference().to_owned());
        for button in buttons {
            let path = format!("/phone/{button}");
            let form = format!("reference={reference}");
            assert_eq!(world.talk("POST", &path, &[], &form).status, 303, "{button}");
            assert_eq!(world.get("/").status, 200);
        }
        let shown = world.simulator.with_ledger(|ledger| {
            let payment = ledger.payment(&reference).unwrap();
            payment.state().shown(&ledger.settings().readings).as_str().to_owned()
        });
        assert_eq!(shown, state, "{buttons:?}");
    }
}

#[test]
fn a_button_pays_the_bill_it_stands_under_and_no_other() {
    let world = World::new();
    let _first = world.soap(&send_invoice());
    let first = world.newest(|payment| payment.invoice_reference().to_owned());
    let _second = world.soap(&send_invoice());
    let answer = world.talk("POST", "/phone/confirm", &[], &format!("reference={first}"));
    assert_eq!(answer.status, 303);
    assert!(world.newest(|payment| payment.state() == &PaymentState::Issued));
    for (path, form, status) in [
        ("/phone/confirm", "", 400),
        ("/phone/confirm", "reference=<script>", 400),
        ("/phone/steal", "reference=1", 404),
    ] {
        assert_eq!(world.talk("POST", path, &[], form).status, status, "{path} {form}");
    }
}

#[test]
fn foreign_pages_can_neither_read_nor_press() {
    let world = World::new();
    let _answer = world.soap(&send_invoice());
    let reference = world.newest(|payment| payment.invoice_reference().to_owned());
    let form = format!("reference={reference}");
    let own = format!("http://{}", world.simulator.address());
    for path in ["/phone/confirm", "/faults/on", "/faults/off"] {
        for headers in [
            &[("Origin", "http://evil.example")][..],
            &[("Origin", "null")],
            &[("Origin", "http://127.0.0.1:1")],
            &[("Sec-Fetch-Site", "cross-site")],
            &[("Host", "evil.example"), ("Origin", "http://evil.example")],
        ] {
            assert_eq!(world.talk("POST", path, headers, &form).status, 403, "{path} {headers:?}");
        }
    }
    for path in ["/", "/phone/invoice.json", "/faults"] {
        let answer = world.talk("GET", path, &[("Host", "evil.example")], "");
        assert_eq!(answer.status, 403, "{path} under a foreign name");
        let framing = world.get(path);
        assert_eq!(framing.status, 200, "{path}");
    }
    assert!(world.newest(|payment| payment.state() == &PaymentState::Issued));
    let answer = world.talk("POST", "/phone/confirm", &[("Origin", &own)], &form);
    assert_eq!(answer.status, 303, "the own page may");
}

#[test]
fn pages_load_nothing_from_elsewhere() {
    let world = World::new();
    let _answer = world.soap(&send_invoice());
    for path in ["/", "/faults"] {
        let page = world.get(path);
        assert!(page.head.contains("content-security-policy: default-src 'none'"), "{}", page.head);
        assert!(page.head.contains("frame-ancestors 'none'"), "{}", page.head);
        for foreign in ["http://", "https://", "src=", "url(", "@import"] {
            assert!(!page.body.contains(foreign), "{foreign} in {path}");
        }
        assert!(!page.body.contains("{{"), "every place of {path} is filled");
    }
    let head = world.get("/").head;
    assert!(head.contains("script-src 'sha256-"), "{head}");
}

#[test]
fn faults_are_switched_on_and_off_in_plain_words() {
    let world = World::new();
    assert!(world.get("/faults?language=en").body.contains("No faults are switched on."));
    let form = "operation=sendInvoice&fault=code&code=49&frequency=always";
    assert_eq!(world.talk("POST", "/faults/on?language=en", &[], form).status, 303);
    assert!(world.soap(&send_invoice()).body.contains("<resultCode>49</resultCode>"));
    let page = world.get("/faults?language=en").body;
    let rule = "When the register sends a bill: SEQR answers with a code: 49 \
                (nothing has happened at SEQR), every time.";
    assert!(page.contains(rule), "{page}");

    let id = world.simulator.with_faults(|faults| faults.rules().next().unwrap().0);
    let form = format!("rule={}", id.0);
    assert_eq!(world.talk("POST", "/faults/off", &[], &form).status, 303);
    assert!(world.soap(&send_invoice()).body.contains("<resultCode>0</resultCode>"));

    for _ in 0..3 {
        let form = "operation=all&fault=hang&code=90&frequency=always";
        assert_eq!(world.talk("POST", "/faults/on", &[], form).status, 303);
    }
    assert_eq!(world.talk("POST", "/faults/off", &[], "rule=all").status, 303);
    assert_eq!(world.soap(&nop()).status, 200);
    for (path, form) in
        [("/faults/on", "fault=hang"), ("/faults/off", "rule=x"), ("/faults/off", "")]
    {
        assert_eq!(world.talk("POST", path, &[], form).status, 400, "{path} {form}");
    }
}
