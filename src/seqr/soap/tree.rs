//! A small XML document as a tree, read within bounds.
//!
//! Never opens a document type definition: the word alone ends the reading. Entities other than
//! XML's own five are therefore unknown and refused.

use std::rc::Rc;

use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace as XmlNamespace, ResolveResult};
use quick_xml::reader::NsReader;

use super::{MAX_DOCUMENT, charset, lexical};

/// The reader over a document that has become text.
type XmlReader<'a> = NsReader<&'a [u8]>;

/// Elements may stand this deep in each other. SEQR's own go to about ten.
const MAX_DEPTH: usize = 64;

/// This many elements may stand in one document; a sale of a thousand rows has 20 000.
const MAX_ELEMENTS: usize = 200_000;

/// This many attributes may stand in one document: one for each element is more than SEQR uses.
const MAX_ATTRIBUTES: usize = MAX_ELEMENTS;

/// What the XML library says is wrong may quote the document; it is cut to this many characters.
const LONGEST_REASON: usize = 300;

/// How the reader takes small faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Temper {
    /// Reads on wherever the meaning is clear: for answers.
    Liberal,
    /// Refuses whatever XML forbids: for requests.
    Strict,
}

/// Why a document could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// There is nothing in it.
    #[error("the document is empty")]
    Empty,
    /// It is larger than [`MAX_DOCUMENT`].
    #[error("the document is larger than {MAX_DOCUMENT} bytes")]
    TooLarge,
    /// Elements are nested deeper than any message needs.
    #[error("elements are nested deeper than {MAX_DEPTH}")]
    TooDeep,
    /// There are more elements than any message needs.
    #[error("there are more than {MAX_ELEMENTS} elements")]
    TooManyElements,
    /// There are more attributes than any message needs.
    #[error("there are more than {MAX_ATTRIBUTES} attributes")]
    TooManyAttributes,
    /// Its characters are in an encoding that is not known here, or are broken.
    #[error("the character encoding cannot be read: {0}")]
    Encoding(String),
    /// It brings a document type definition, which is never processed.
    #[error("it has a DOCTYPE, which is refused")]
    Doctype,
    /// It uses an entity that only a document type definition could declare.
    #[error("it uses an entity that is not declared: &{0};")]
    UnknownEntity(String),
    /// It ends before its elements do.
    #[error("it ends before its elements do")]
    Truncated,
    /// It is not XML in another way.
    #[error("it is not well-formed XML at byte {position}: {reason}")]
    Malformed {
        /// Where, counted in bytes after conversion to UTF-8.
        position: u64,
        /// What is wrong there.
        reason: String,
    },
}

/// The namespace that a name is in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Namespace {
    /// None.
    Absent,
    /// This one.
    Uri(Rc<str>),
    /// The name has a prefix that is declared nowhere.
    Undeclared,
}

impl Namespace {
    pub(super) fn is(&self, uri: &str) -> bool {
        matches!(self, Namespace::Uri(mine) if **mine == *uri)
    }
}

/// An element with everything in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) namespace: Namespace,
    pub(super) name: String,
    /// Those that are not namespace declarations.
    pub(super) attributes: Vec<Attribute>,
    pub(super) children: Vec<Element>,
    /// Its own character data, not that of its children; CDATA and references resolved.
    pub(super) text: String,
}

/// An attribute with its name taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) namespace: Namespace,
    pub(super) name: String,
    pub(super) value: String,
}

/// Reads a document into its root element.
pub(super) fn parse(bytes: &[u8], temper: Temper) -> Result<Element, XmlError> {
    if bytes.len() > MAX_DOCUMENT {
        return Err(XmlError::TooLarge);
    }
    let text = charset::decode(bytes, temper)?;
    let text = match temper {
        Temper::Strict => text.as_ref(),
        Temper::Liberal => text.trim_start(),
    };
    if text.is_empty() {
        return Err(XmlError::Empty);
    }
    let mut builder = Builder {
        temper,
        open: Vec::new(),
        root: None,
        elements: 0,
        attributes: 0,
        last_uri: None,
    };
    let mut reader = NsReader::from_str(text);
    let config = reader.config_mut();
    config.expand_empty_elements = true;
    config.check_comments = temper == Temper::Strict;
    loop {
        let is_first = reader.buffer_position() == 0;
        let event = match reader.read_event() {
            Ok(event) => event,
            Err(error) => return Err(malformed(&reader, &error)),
        };
        match event {
            Event::Eof => return builder.finish(),
            Event::Start(start) => builder.start(&start, &reader)?,
            Event::End(_) => builder.end(),
            Event::Text(text) => builder.text(&text.xml10_content(), &reader)?,
            Event::CData(text) => builder.cdata(&text.xml10_content(), &reader)?,
            Event::GeneralRef(reference) => builder.reference(&reference, &reader)?,
            Event::DocType(_) => return Err(XmlError::Doctype),
            // Expanded by the reader, so never seen; a pair of both is what it stands for.
            Event::Empty(start) => {
                builder.start(&start, &reader)?;
                builder.end();
            }
            Event::Decl(_) if temper == Temper::Strict && !is_first => {
                return Err(malformed_here(&reader, "an XML declaration in the middle"));
            }
            // SOAP 1.1 forbids them in messages.
            Event::PI(_) if temper == Temper::Strict => {
                return Err(malformed_here(&reader, "a processing instruction"));
            }
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn malformed(reader: &XmlReader<'_>, error: &quick_xml::Error) -> XmlError {
    let reason = error.to_string().chars().take(LONGEST_REASON).collect();
    XmlError::Malformed { position: reader.error_position(), reason }
}

fn malformed_here(reader: &XmlReader<'_>, reason: &str) -> XmlError {
    XmlError::Malformed { position: reader.buffer_position(), reason: reason.to_owned() }
}

/// The tree while it grows.
struct Builder {
    temper: Temper,
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
    attributes: usize,
    /// The last namespace seen, so that equal ones share their text.
    last_uri: Option<Rc<str>>,
}

impl Builder {
    fn start(&mut self, start: &BytesStart<'_>, reader: &XmlReader<'_>) -> Result<(), XmlError> {
        if self.root.is_some() {
            return Err(malformed_here(reader, "a second root element"));
        }
        if self.open.len() >= MAX_DEPTH {
            return Err(XmlError::TooDeep);
        }
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(XmlError::TooManyElements);
        }
        let (namespace, name) = reader.resolver().resolve_element(start.name());
        let name = name.into_inner().to_owned();
        let namespace = self.namespace(&namespace);
        let attributes = self.attributes(start, reader)?;
        self.open.push(Element {
            namespace,
            name,
            attributes,
            children: Vec::new(),
            text: String::new(),
        });
        Ok(())
    }

    fn attributes(
        &mut self,
        start: &BytesStart<'_>,
        reader: &XmlReader<'_>,
    ) -> Result<Vec<Attribute>, XmlError> {
        let mut attributes = Vec::new();
        for attribute in start.attributes() {
            // Each takes ten times the memory that it took in the document.
            self.attributes += 1;
            if self.attributes > MAX_ATTRIBUTES {
                return Err(XmlError::TooManyAttributes);
            }
            let attribute = match (attribute, self.temper) {
                (Ok(attribute), _) => attribute,
                (Err(_), Temper::Liberal) => break,
                (Err(error), Temper::Strict) => {
                    return Err(malformed_here(reader, &error.to_string()));
                }
            };
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
            attributes.push(Attribute {
                namespace: self.namespace(&namespace),
                name: name.into_inner().to_owned(),
                value: attribute.value.into_owned(),
            });
        }
        Ok(attributes)
    }

    fn namespace(&mut self, resolved: &ResolveResult<'_>) -> Namespace {
        match resolved {
            ResolveResult::Unbound => Namespace::Absent,
            ResolveResult::Unknown(_) => Namespace::Undeclared,
            ResolveResult::Bound(XmlNamespace("")) => Namespace::Absent,
            ResolveResult::Bound(XmlNamespace(uri)) => match &self.last_uri {
                Some(last) if **last == **uri => Namespace::Uri(Rc::clone(last)),
                _ => {
                    let uri: Rc<str> = Rc::from(*uri);
                    self.last_uri = Some(Rc::clone(&uri));
                    Namespace::Uri(uri)
                }
            },
        }
    }

    /// The reader has checked that this is the end of the innermost element.
    fn end(&mut self) {
        let Some(element) = self.open.pop() else { return };
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
    }

    fn text(&mut self, text: &str, reader: &XmlReader<'_>) -> Result<(), XmlError> {
        if self.open.is_empty() {
            let blank = lexical::collapse(text).is_empty();
            return if blank {
                Ok(())
            } else {
                Err(malformed_here(reader, "text outside the root"))
            };
        }
        if self.temper == Temper::Strict && text.contains("]]>") {
            return Err(malformed_here(reader, "]]> outside CDATA"));
        }
        self.append(text, reader)
    }

    fn cdata(&mut self, text: &str, reader: &XmlReader<'_>) -> Result<(), XmlError> {
        if self.open.is_empty() {
            return Err(malformed_here(reader, "CDATA outside the root"));
        }
        self.append(text, reader)
    }

    fn reference(
        &mut self,
        reference: &BytesRef<'_>,
        reader: &XmlReader<'_>,
    ) -> Result<(), XmlError> {
        if self.open.is_empty() {
            return Err(malformed_here(reader, "a reference outside the root"));
        }
        let character = match reference.as_ref() {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "apos" => '\'',
            "quot" => '"',
            other => match reference.resolve_char_ref() {
                Ok(Some(character)) => character,
                Ok(None) => {
                    return Err(XmlError::UnknownEntity(other.chars().take(40).collect()));
                }
                Err(error) => return Err(malformed_here(reader, &error.to_string())),
            },
        };
        self.append(character.encode_utf8(&mut [0; 4]), reader)
    }

    fn append(&mut self, text: &str, reader: &XmlReader<'_>) -> Result<(), XmlError> {
        if self.temper == Temper::Strict && !text.chars().all(lexical::is_allowed) {
            return Err(malformed_here(reader, "a character that XML does not allow"));
        }
        if let Some(element) = self.open.last_mut() {
            element.text.push_str(&lexical::allowed(text));
        }
        Ok(())
    }

    fn finish(self) -> Result<Element, XmlError> {
        match (self.root, self.open.is_empty()) {
            (Some(root), true) => Ok(root),
            (None, true) => Err(XmlError::Empty),
            (_, false) => Err(XmlError::Truncated),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn both(document: &str) -> Result<Element, XmlError> {
        let liberal = parse(document.as_bytes(), Temper::Liberal);
        let strict = parse(document.as_bytes(), Temper::Strict);
        assert_eq!(liberal, strict, "{document}");
        liberal
    }

    #[test]
    fn gathers_text_from_every_source() {
        let root = both("<a>x<!-- no -->&lt;&#65;&#x42;<![CDATA[<&c>]]><b>not mine</b>\r\ny</a>");
        let root = root.unwrap();
        assert_eq!(root.text, "x<AB<&c>\ny");
        assert_eq!(root.children[0].text, "not mine");
    }

    #[test]
    fn knows_namespaces() {
        let root =
            both(r#"<p:a xmlns:p="urn:x" p:q="1" r="2"><b xmlns="urn:y"/><p:c/><d:e/></p:a>"#);
        let root = root.unwrap();
        assert!(root.namespace.is("urn:x"));
        assert!(root.attributes[0].namespace.is("urn:x"));
        assert_eq!(root.attributes[1].namespace, Namespace::Absent);
        assert!(root.children[0].namespace.is("urn:y"));
        assert!(root.children[1].namespace.is("urn:x"));
        assert_eq!(root.children[2].namespace, Namespace::Undeclared);
    }

    #[test]
    fn refuses_every_doctype() {
        for document in [
            "<!DOCTYPE a><a/>",
            "<?xml version='1.0'?>\n<!-- a --><?pi?><!-- b -->\n<!DOCTYPE a SYSTEM 'file:///x'><a/>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<!doctype html><html/>",
        ] {
            assert_eq!(parse(document.as_bytes(), Temper::Liberal), Err(XmlError::Doctype));
        }
    }

    #[test]
    fn refuses_what_is_not_xml() {
        for document in [
            "x",
            "<a>",
            "<a></b>",
            "</a>",
            "<a/><b/>",
            "<a/>x",
            "<a>&b;</a>",
            "<a>&</a>",
            "<a",
            "<a>&#0;</a>",
        ] {
            for temper in [Temper::Liberal, Temper::Strict] {
                assert!(parse(document.as_bytes(), temper).is_err(), "{document} as {temper:?}");
            }
        }
        assert_eq!(parse(b"  \n", Temper::Liberal), Err(XmlError::Empty));
        assert_eq!(parse(b"", Temper::Strict), Err(XmlError::Empty));
        assert_eq!(parse(b"<a><b>", Temper::Liberal), Err(XmlError::Truncated));
    }

    #[test]
    fn only_the_strict_reader_minds_small_faults() {
        for document in [
            "<a>\u{1}</a>",
            "<a>&#1;</a>",
            "<a>]]></a>",
            "<a b=1/>",
            "<a><!-- -- --></a>",
            "<a><?b?></a>",
            "<!-- --><?xml version='1.0'?><a/>",
        ] {
            assert!(parse(document.as_bytes(), Temper::Liberal).is_ok(), "{document}");
            assert!(parse(document.as_bytes(), Temper::Strict).is_err(), "{document}");
        }
        assert_eq!(parse(b"<a>&#27;</a>", Temper::Liberal).unwrap().text, "\u{FFFD}");
    }

    #[test]
    fn says_in_few_words_what_is_wrong() {
        let document = format!("<a><{}></{}>", "b".repeat(1 << 20), "c".repeat(1 << 20));
        let error = parse(document.as_bytes(), Temper::Liberal).unwrap_err();
        assert!(error.to_string().len() < 2_000, "{} bytes", error.to_string().len());
    }

    #[test]
    fn is_bounded() {
        let deep = "<a>".repeat(MAX_DEPTH + 1);
        assert_eq!(parse(deep.as_bytes(), Temper::Liberal), Err(XmlError::TooDeep));
        let wide = format!("<a>{}</a>", "<b/>".repeat(MAX_ELEMENTS));
        assert_eq!(parse(wide.as_bytes(), Temper::Liberal), Err(XmlError::TooManyElements));
        let attributes: String = (0..=MAX_ATTRIBUTES).map(|n| format!(" a{n}=''")).collect();
        let dressed = format!("<a{attributes}/>");
        assert_eq!(parse(dressed.as_bytes(), Temper::Liberal), Err(XmlError::TooManyAttributes));
        let large = vec![b' '; MAX_DOCUMENT + 1];
        assert_eq!(parse(&large, Temper::Liberal), Err(XmlError::TooLarge));
        let fits = format!("{}</a>", "<a>".repeat(MAX_DEPTH));
        assert_eq!(parse(fits.as_bytes(), Temper::Liberal), Err(XmlError::Truncated));
    }
}
