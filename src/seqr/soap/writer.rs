//! Writes elements and text, one after the other, on one line.

use quick_xml::escape::partial_escape;

use super::{ENVELOPE_NAMESPACE, SERVICE_NAMESPACE, lexical};

/// A document while it is written.
pub(super) struct Writer {
    document: String,
}

impl Writer {
    /// Writes an envelope with one child in its body.
    pub(super) fn envelope(body: impl FnOnce(&mut Self)) -> Vec<u8> {
        // Most messages fit, so that the text is not moved while it grows.
        let mut writer = Self { document: String::with_capacity(4096) };
        writer
            .document
            .push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?><s:Envelope xmlns:s=\"");
        writer.document.push_str(ENVELOPE_NAMESPACE);
        writer.document.push_str("\"><s:Body>");
        body(&mut writer);
        writer.document.push_str("</s:Body></s:Envelope>");
        writer.document.into_bytes()
    }

    /// Writes the one element that is in the service's namespace.
    pub(super) fn operation(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.document.extend(["<e:", name, " xmlns:e=\"", SERVICE_NAMESPACE, "\">"]);
        content(self);
        self.document.extend(["</e:", name, ">"]);
    }

    /// Writes SOAP's own report of an error.
    pub(super) fn fault(&mut self, content: impl FnOnce(&mut Self)) {
        self.document.push_str("<s:Fault>");
        content(self);
        self.document.push_str("</s:Fault>");
    }

    /// Writes an element in no namespace.
    pub(super) fn element(&mut self, name: &str, content: impl FnOnce(&mut Self)) {
        self.document.extend(["<", name, ">"]);
        content(self);
        self.document.extend(["</", name, ">"]);
    }

    /// Writes an element with text in it.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.element(name, |writer| {
            let text = lexical::allowed(text);
            let escaped = partial_escape(text.as_ref());
            // A bare carriage return would be read back as a line feed.
            let mut parts = escaped.split('\r');
            writer.document.extend(parts.next());
            for part in parts {
                writer.document.extend(["&#13;", part]);
            }
        });
    }

    /// Writes an element with text in it, where there is text.
    pub(super) fn optional(&mut self, name: &str, text: Option<&str>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_mended() {
        let written = Writer::envelope(|writer| writer.text("a", "<&>\"'\r\n\u{0}å]]>"));
        let written = String::from_utf8(written).unwrap();
        assert!(written.contains("<a>&lt;&amp;&gt;\"'&#13;\n\u{FFFD}å]]&gt;</a>"), "{written}");
    }
}
