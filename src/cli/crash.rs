//! What is told of a fault in the program itself: where it is, and the words that stand there in the source.
//!
//! Nothing else: a message that was put together while running may quote what somebody typed or sent.

use std::any::Any;
use std::io::Write;
use std::panic;

use crate::language::Texts;

/// Tells of every fault on standard error and in the log, in place of the language's own report.
pub fn report_faults(texts: &'static Texts) {
    panic::set_hook(Box::new(move |fault| {
        let place = fault.location().map(ToString::to_string).unwrap_or_default();
        let thread = std::thread::current();
        let thread = thread.name().unwrap_or_default();
        let message = message(fault.payload());
        tracing::error!(place, thread, message, "a fault in the program");
        let said = words(texts, &place, thread, message);
        // Nothing is left to try when standard error itself is gone.
        let _gone = writeln!(std::io::stderr().lock(), "{said}");
    }));
}

/// The message, where it stands in the source as it is: only such texts are of this type.
pub(super) fn message(payload: &(dyn Any + Send)) -> Option<&'static str> {
    payload.downcast_ref::<&'static str>().copied()
}

fn words(texts: &Texts, place: &str, thread: &str, message: Option<&'static str>) -> String {
    let values = [("place", place.into()), ("thread", thread.into())];
    let said = texts.with("cli-fault", &values);
    match message {
        Some(message) => format!("kassa: {said}\n  {message}"),
        None => format!("kassa: {said}\n  {}", texts.get("cli-fault-not-shown")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::language::Language;

    fn told(fault: impl FnOnce() + panic::UnwindSafe) -> String {
        let payload = panic::catch_unwind(fault).unwrap_err();
        let texts = Texts::of(Language::English);
        words(texts, "src/x.rs:12:5", "till", message(payload.as_ref()))
    }

    #[test]
    fn a_fault_is_told_by_its_place_and_by_words_of_the_source_only() {
        let fixed = told(|| panic!("there is no third half"));
        assert!(fixed.ends_with("\n  there is no third half"), "{fixed}");
        let pin = std::hint::black_box("80415926".to_owned());
        let quoted = pin.clone();
        let put_together = told(move || panic!("the PIN {quoted} is wrong"));
        let unwrapped = told(move || {
            let number: u32 = std::hint::black_box(&pin).parse().expect("a number");
            let _too_large: u16 = number.try_into().map_err(|_| pin).expect("a small number");
        });
        let carried = told(|| panic::panic_any(80_415_926_u32));
        for text in [fixed, put_together, unwrapped, carried] {
            assert!(text.contains("src/x.rs:12:5") && text.contains("till"), "{text}");
            assert!(!text.contains("80415926"), "{text}");
        }
    }
}
