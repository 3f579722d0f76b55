//! Every word that authors write to the macro and every path that generated code begins with, each
//! once; and how a path is spelled to people. Nothing is decided here.

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};

/// A word in front of a `=`, and what its messages say about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub text: &'static str,
    /// What stands after the `=`.
    pub takes: &'static str,
    /// A value that is right, for help lines.
    pub example: &'static str,
}

pub const PROVIDER_WORDS: &[Word] = &[KIND, NAME, UID, SHARED];

pub const KIND: Word = Word { text: "kind", takes: "a string literal", example: "\"store\"" };
pub const NAME: Word = Word { text: "name", takes: "a string literal", example: "\"Notes\"" };
pub const UID: Word = Word { text: "uid", takes: "a string literal", example: "\"…\"" };
pub const SHARED: Word = Word { text: "shared", takes: "a type", example: "Pool" };

/// The attribute of a field.
pub const TEARDOWN: &str = "teardown";
pub const TEARDOWN_WORDS: &[Word] = &[AFTER, WITH];

pub const AFTER: Word = Word { text: "after", takes: "the name of a field", example: "outbox" };
pub const WITH: Word = Word { text: "with", takes: "the path of a function", example: "Outbox::drain" };

/// The values of `kind`.
pub const STORE: &str = "store";
pub const ADDRESS_BOOK: &str = "address_book";
pub const TRANSPORT: &str = "transport";

/// The types that stand for the kinds in the runtime; with `Provider` after them, the traits that
/// authors implement.
pub const STORE_KIND: &str = "Store";
pub const ADDRESS_BOOK_KIND: &str = "AddressBook";
pub const TRANSPORT_KIND: &str = "Transport";

/// Conditions on fields.
pub const CFG: &str = "cfg";
pub const CFG_ATTR: &str = "cfg_attr";

/// `::provider_runtime::__private`: the only module that generated code names, apart from `core`.
pub const PRIVATE: Private = Private(None);

/// The path, with a place of its own if rustc's messages shall point there.
pub struct Private(pub Option<Span>);

impl ToTokens for Private {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let place = self.0.unwrap_or_else(Span::call_site);
        tokens.extend(quote_spanned!(place=> ::provider_runtime::__private));
    }
}

/// Code in one line, as an author would write it: `Outbox::drain`, `<Outbox as Close>::close`.
pub fn spelled(code: impl ToTokens) -> String {
    let mut text = String::new();
    spell(code.into_token_stream(), &mut text);
    text
}

fn spell(code: TokenStream, text: &mut String) {
    for token in code {
        let is_word = matches!(token, TokenTree::Ident(_) | TokenTree::Literal(_));
        let after_word = text.ends_with(|last: char| last.is_alphanumeric() || last == '_');
        match token {
            TokenTree::Ident(word) if word == "as" => text.push_str(" as "),
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                text.push_str(open);
                spell(group.stream(), text);
                text.push_str(close);
            }
            token => {
                let apart = text.ends_with(',') || (is_word && after_word);
                text.extend(apart.then_some(' '));
                text.push_str(&token.to_string());
            }
        }
    }
}
