//! A document of NIST's common data formats: one tree, written as JSON and as XML. Fields stand in the order of the
//! XML schema.

use std::fmt::Write;

use serde_json::{Map, Value, json};

/// An object of a class.
#[derive(Debug, Clone)]
pub(super) struct Node {
    class: &'static str,
    id: Option<String>,
    fields: Vec<(&'static str, Field)>,
}

#[derive(Debug, Clone)]
enum Field {
    Text(String),
    Number(u64),
    Decimal(String),
    Flag(bool),
    Refs(Vec<String>),
    /// In English.
    Words(String),
    /// Objects of a class that extends the element's.
    Many(Vec<Node>),
}

impl Node {
    pub(super) fn new(class: &'static str) -> Self {
        Node {
            class,
            id: None,
            fields: Vec::new(),
        }
    }

    pub(super) fn id(mut self, id: String) -> Self {
        self.id = Some(id);
        self
    }

    fn with(mut self, name: &'static str, field: Field) -> Self {
        self.fields.push((name, field));
        self
    }

    pub(super) fn text(self, name: &'static str, text: impl Into<String>) -> Self {
        self.with(name, Field::Text(text.into()))
    }

    pub(super) fn number(self, name: &'static str, number: u64) -> Self {
        self.with(name, Field::Number(number))
    }

    /// A number in decimal, as it is.
    pub(super) fn decimal(self, name: &'static str, number: String) -> Self {
        self.with(name, Field::Decimal(number))
    }

    pub(super) fn flag(self, name: &'static str, flag: bool) -> Self {
        self.with(name, Field::Flag(flag))
    }

    pub(super) fn words(self, name: &'static str, words: impl Into<String>) -> Self {
        self.with(name, Field::Words(words.into()))
    }

    /// Nothing where there are none: the schemas know no empty lists.
    pub(super) fn many(self, name: &'static str, nodes: Vec<Node>) -> Self {
        if nodes.is_empty() {
            return self;
        }
        self.with(name, Field::Many(nodes))
    }

    pub(super) fn refs(self, name: &'static str, ids: Vec<String>) -> Self {
        if ids.is_empty() {
            return self;
        }
        self.with(name, Field::Refs(ids))
    }

    /// The next fields only where something is.
    pub(super) fn maybe<T>(self, value: Option<T>, then: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => then(self, value),
            None => self,
        }
    }

    pub(super) fn to_json(&self) -> Value {
        let mut object = Map::new();
        object.insert(
            "@type".to_owned(),
            format!("ElectionResults.{}", self.class).into(),
        );
        if let Some(id) = &self.id {
            object.insert("@id".to_owned(), id.clone().into());
        }
        for (name, field) in &self.fields {
            let value = match field {
                Field::Text(text) => text.clone().into(),
                Field::Number(number) => (*number).into(),
                Field::Decimal(text) => serde_json::from_str(text).unwrap_or(Value::Null),
                Field::Flag(flag) => (*flag).into(),
                Field::Refs(ids) => ids.clone().into(),
                Field::Words(words) => json!({
                    "@type": "ElectionResults.InternationalizedText",
                    "Text": [{"@type": "ElectionResults.LanguageString", "Content": words, "Language": "en"}],
                }),
                Field::Many(nodes) => nodes.iter().map(Node::to_json).collect(),
            };
            object.insert((*name).to_owned(), value);
        }
        Value::Object(object)
    }

    /// The whole document.
    pub(super) fn to_xml(&self) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let name = " xmlns=\"http://itl.nist.gov/ns/voting/1500-100/v2\" \
                    xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
        self.element(&mut out, self.class, name, false, 0);
        out
    }

    fn element(&self, out: &mut String, name: &str, attributes: &str, typed: bool, depth: usize) {
        let pad = "  ".repeat(depth);
        let id = self
            .id
            .as_ref()
            .map_or_else(String::new, |id| format!(" ObjectId=\"{}\"", escaped(id)));
        let class = if typed {
            format!(" xsi:type=\"{}\"", self.class)
        } else {
            String::new()
        };
        let _ = writeln!(out, "{pad}<{name}{attributes}{id}{class}>");
        for (name, field) in &self.fields {
            let inner = "  ".repeat(depth + 1);
            let mut leaf = |text: &str| {
                let _ = writeln!(out, "{inner}<{name}>{}</{name}>", escaped(text));
            };
            match field {
                Field::Text(text) | Field::Decimal(text) => leaf(text),
                Field::Number(number) => leaf(&number.to_string()),
                Field::Flag(flag) => leaf(&flag.to_string()),
                Field::Refs(ids) => leaf(&ids.join(" ")),
                Field::Words(words) => {
                    let words = escaped(words);
                    let _ = writeln!(
                        out,
                        "{inner}<{name}><Text Language=\"en\">{words}</Text></{name}>"
                    );
                }
                Field::Many(nodes) => {
                    for node in nodes {
                        // Only where the element's class is another one.
                        node.element(out, name, "", node.class != *name, depth + 1);
                    }
                }
            }
        }
        let _ = writeln!(out, "{pad}</{name}>");
    }
}

/// Text for XML and HTML. Characters that XML forbids are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{FFFE}' | '\u{FFFF}') => {}
            c => out.push(c),
        }
    }
    out
}
