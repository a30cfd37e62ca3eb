//! Bytes as the answer to each operation, and as a request to the simulator.

use kassa::seqr::message::{Operation, Response};
use kassa::seqr::reconcile::read_report;
use kassa::seqr::soap::{MAX_DOCUMENT, decode_request, decode_response, encode_response};

/// An answer is read or refused; what was read can be written, and reads the same again.
pub fn soap_answer(bytes: &[u8]) {
    // Trying all of them on everything would only try the same thing thirteen times.
    let named = |operation: &Operation| {
        let name = operation.name().as_bytes();
        *operation == Operation::GetPaymentStatus
            || bytes.windows(name.len()).any(|part| part == name)
    };
    for operation in Operation::ALL.into_iter().filter(named) {
        match decode_response(operation, bytes) {
            Ok(answer) => {
                assert_eq!(answer.operation(), operation);
                if let Response::ExecuteReport(executed) = &answer
                    && let Some(report) = &executed.report
                {
                    let _either = read_report(report);
                }
                reads_the_same(operation, &answer);
            }
            Err(error) => {
                let said = error.to_string();
                assert!(said.len() <= 4_096, "an error of {} bytes", said.len());
            }
        }
    }
    let _either = decode_request(bytes);
}

fn reads_the_same(operation: Operation, answer: &Response) {
    let written = encode_response(answer);
    if written.len() > MAX_DOCUMENT {
        return;
    }
    match decode_response(operation, &written) {
        Ok(again) => assert_eq!(
            again.head().result_code,
            answer.head().result_code,
            "another code after writing"
        ),
        Err(error) => panic!("what was written cannot be read: {error}"),
    }
}
