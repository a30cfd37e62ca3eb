//! Reads lines that a person or a script types. Whatever arrives, the program goes on.

use std::io::{BufRead, ErrorKind};

use zeroize::Zeroizing;

use super::command::BadLine;

/// The most bytes of a line: no command needs so many.
pub const LONGEST_LINE: u16 = 1_000;

/// Hands every line over until there are no more, or nobody takes them.
pub fn read(
    mut input: impl BufRead,
    mut take: impl FnMut(Result<Zeroizing<String>, BadLine>) -> bool,
) {
    // A PIN may be in it: nothing of it stays behind.
    let mut line = Zeroizing::new(Vec::with_capacity(LONGEST_LINE.into()));
    let mut too_long = false;
    loop {
        let available = match input.fill_buf() {
            Ok([]) => break,
            Ok(available) => available,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                tracing::warn!(%error, "commands cannot be read any more");
                return;
            }
        };
        let end = available.iter().position(|byte| *byte == b'\n');
        let part = &available[..end.unwrap_or(available.len())];
        too_long |= line.len() + part.len() > usize::from(LONGEST_LINE);
        if !too_long {
            line.extend_from_slice(part);
        }
        let used = end.map_or(part.len(), |end| end + 1);
        input.consume(used);
        if end.is_some() {
            if !take(whole(&line, too_long)) {
                return;
            }
            line.clear();
            too_long = false;
        }
    }
    // The last line needs no end.
    if too_long || !line.is_empty() {
        let _taken = take(whole(&line, too_long));
    }
}

fn whole(line: &[u8], too_long: bool) -> Result<Zeroizing<String>, BadLine> {
    if too_long {
        return Err(BadLine::TooLong);
    }
    // What is not UTF-8 is no command either: it is shown with marks in its place.
    Ok(Zeroizing::new(String::from_utf8_lossy(line).into_owned()))
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn lines(bytes: &[u8], buffer: usize) -> Vec<Result<String, BadLine>> {
        let mut lines = Vec::new();
        read(BufReader::with_capacity(buffer, bytes), |line| {
            lines.push(line.map(|line| line.to_string()));
            true
        });
        lines
    }

    #[test]
    fn every_line_arrives_whole() {
        for buffer in [1, 3, 4_096] {
            assert_eq!(
                lines(b"scan 17\n\nlog-in 1\r\nquit", buffer),
                ["scan 17", "", "log-in 1\r", "quit"].map(|line| Ok(line.to_owned()))
            );
            assert_eq!(lines(b"", buffer), []);
            assert_eq!(lines(b"\xff\n", buffer), [Ok("\u{fffd}".to_owned())]);
        }
    }

    #[test]
    fn a_line_without_end_does_no_harm() {
        let mut flood = vec![b'x'; 300_000];
        flood.extend_from_slice(b"\nquit\n");
        for buffer in [7, 4_096] {
            assert_eq!(lines(&flood, buffer), [Err(BadLine::TooLong), Ok("quit".to_owned())]);
        }
        let most = vec![b'x'; LONGEST_LINE.into()];
        assert_eq!(lines(&most, 16), [Ok("x".repeat(LONGEST_LINE.into()))]);
    }
}
