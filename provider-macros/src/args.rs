//! Attribute tokens → values with their places. Unknown, repeated and malformed words are reported
//! here.
//!
//! What a value means is `model.rs`'s matter.

use proc_macro2::{TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, ExprPath, Ident, Lit, LitStr, Member, Meta, Token, Type};

use crate::errors::{Faults, list, meant, nearest};
use crate::names::{self, Word};

/// A word's value. `Faulty` has been reported and is not missing.
#[derive(Default)]
pub enum Arg<T> {
    #[default]
    Absent,
    Faulty,
    Given(T),
}

impl<T> From<Option<T>> for Arg<T> {
    fn from(read: Option<T>) -> Self {
        read.map_or(Self::Faulty, Self::Given)
    }
}

impl<T> Arg<T> {
    pub fn given(self) -> Option<T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Absent | Self::Faulty => None,
        }
    }

    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }
}

/// What stands in `#[mapi_provider(…)]`.
#[derive(Default)]
pub struct ProviderArgs {
    pub kind: Arg<LitStr>,
    pub name: Arg<LitStr>,
    pub uid: Arg<LitStr>,
    pub shared: Arg<Type>,
}

impl ProviderArgs {
    pub fn read(tokens: TokenStream, faults: &mut Faults) -> Self {
        let mut args = Self::default();
        let mut words = Words::of(names::PROVIDER_WORDS);
        words.read(tokens, faults, |word, place, faults| match word {
            names::KIND => args.kind = place.value(word, text, faults).into(),
            names::NAME => args.name = place.value(word, text, faults).into(),
            names::UID => args.uid = place.value(word, text, faults).into(),
            _ => args.shared = place.value(word, shared, faults).into(),
        });
        if words.strayed {
            args.misses_nothing();
        }
        args
    }

    /// A value without its word may be the one that is absent.
    fn misses_nothing(&mut self) {
        for arg in [&mut self.kind, &mut self.name, &mut self.uid] {
            if arg.is_absent() {
                *arg = Arg::Faulty;
            }
        }
    }
}

/// What stands in the `#[teardown(…)]`s of one field.
#[derive(Default)]
pub struct TeardownArgs {
    pub after: Option<Ident>,
    pub with: Option<ExprPath>,
}

impl TeardownArgs {
    /// Takes the attributes away that only this macro understands, and reads them.
    pub fn take(attrs: &mut Vec<Attribute>, faults: &mut Faults) -> Self {
        let mut args = Self::default();
        let mut words = Words::of(names::TEARDOWN_WORDS);
        for attr in taken(attrs) {
            match &attr.meta {
                Meta::List(list) if attr.path().is_ident(names::CFG_ATTR) => {
                    faults.add(teardown_in(&list.tokens), CONDITIONAL, "put a `#[cfg(…)]` on the field");
                }
                Meta::List(list) if !list.tokens.is_empty() => args.read(list.tokens.clone(), &mut words, faults),
                Meta::List(_) | Meta::Path(_) => faults.add(attr.path(), EMPTY, FORM),
                Meta::NameValue(_) => faults.add(attr.path(), NOT_IN_PARENTHESES, FORM),
            }
        }
        args
    }

    fn read(&mut self, tokens: TokenStream, words: &mut Words, faults: &mut Faults) {
        words.read(tokens, faults, |word, place, faults| match word {
            names::AFTER => self.after = place.value(word, field, faults),
            _ => self.with = place.value(word, path, faults),
        });
    }
}

const CONDITIONAL: &str = "`#[teardown]` cannot be conditional";
const EMPTY: &str = "`#[teardown]` says nothing";
const NOT_IN_PARENTHESES: &str = "the words of `#[teardown]` stand in parentheses";
const FORM: &str = "write `#[teardown(with = path)]`, `#[teardown(after = field)]` or both";

/// Takes the attributes away that only this macro understands: every `#[teardown]`, in `cfg_attr`
/// too.
pub fn taken(attrs: &mut Vec<Attribute>) -> Vec<Attribute> {
    let ours = |attr: &mut Attribute| match &attr.meta {
        Meta::List(list) if attr.path().is_ident(names::CFG_ATTR) => teardown_in(&list.tokens).is_some(),
        _ => attr.path().is_ident(names::TEARDOWN),
    };
    attrs.extract_if(.., ours).collect()
}

/// The word `teardown` among the attributes of a `cfg_attr`.
fn teardown_in(cfg_attr: &TokenStream) -> Option<TokenStream> {
    metas(cfg_attr).iter().skip(1).find_map(|meta| match meta {
        Meta::List(list) if list.path.is_ident(names::CFG_ATTR) => teardown_in(&list.tokens),
        _ => meta.path().is_ident(names::TEARDOWN).then(|| meta.path().to_token_stream()),
    })
}

/// What a field's existence depends on: its `cfg`s as written, and those inside `cfg_attr`.
pub fn conditions(attrs: &[Attribute]) -> Vec<TokenStream> {
    attrs.iter().filter_map(|attr| condition(&attr.meta)).map(|condition| quote!(#[#condition])).collect()
}

fn condition(meta: &Meta) -> Option<TokenStream> {
    let Meta::List(list) = meta else { return None };
    if list.path.is_ident(names::CFG) {
        return Some(list.to_token_stream());
    }
    if !list.path.is_ident(names::CFG_ATTR) {
        return None;
    }
    let metas = metas(&list.tokens);
    let (when, then) = metas.split_first()?;
    let then: Vec<_> = then.iter().filter_map(condition).collect();
    let path = &list.path;
    (!then.is_empty()).then(|| quote!(#path(#when, #(#then),*)))
}

/// What stands in a `cfg_attr`; nothing if rustc will refuse it.
fn metas(cfg_attr: &TokenStream) -> Vec<Meta> {
    let metas = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(cfg_attr.clone());
    metas.map_or_else(|_| Vec::new(), |metas| metas.into_iter().collect())
}

/// Reads `word = value, …`. After a fault it goes on at the next word, so that all faults are told
/// at once.
struct Words {
    known: &'static [Word],
    seen: Vec<Word>,
    /// Whether something stood where a word is expected.
    strayed: bool,
}

impl Words {
    fn of(known: &'static [Word]) -> Self {
        Self { known, seen: Vec::new(), strayed: false }
    }

    /// Calls `value` after each word that may stand here, or was meant to.
    fn read(&mut self, tokens: TokenStream, faults: &mut Faults, mut value: impl FnMut(Word, Place<'_>, &mut Faults)) {
        let read = |input: ParseStream<'_>| {
            while !input.is_empty() {
                match self.word(input, faults)? {
                    Some((word, written)) => value(word, Place { written: &written, input }, faults),
                    None => drop(skip_to_next_word(input)),
                }
                separator(input, faults)?;
            }
            Ok(())
        };
        if let Err(fault) = read.parse2(tokens) {
            faults.add_foreign(fault);
        }
    }

    /// A word whose value shall be read; else the fault has been reported.
    fn word(&mut self, input: ParseStream<'_>, faults: &mut Faults) -> syn::Result<Option<(Word, Ident)>> {
        let known: Vec<_> = self.known.iter().map(|word| word.text).collect();
        if !input.peek(Ident::peek_any) {
            let token: TokenTree = input.parse()?;
            let help = format!("write {}, a `=` and a value", list(&known, "or"));
            faults.add(&token, "expected a word of this attribute", help);
            self.strayed = true;
            return Ok(None);
        }
        let written = Ident::parse_any(input)?;
        let Some(word) = self.known.iter().copied().find(|word| written == word.text) else {
            faults.add(&written, format_args!("unknown word `{written}`"), meant(&written.to_string(), &known));
            return Ok(self.meant_by(&written).map(|word| (word, written)));
        };
        if self.seen.contains(&word) {
            faults.add(&written, format_args!("`{written}` is given twice"), "remove one of the two");
            return Ok(None);
        }
        self.seen.push(word);
        Ok(Some((word, written)))
    }

    /// The word that a misspelled one stands for, so that it is not missed, too; the right one may
    /// still follow.
    fn meant_by(&self, written: &Ident) -> Option<Word> {
        let unseen = self.known.iter().filter(|word| !self.seen.contains(word));
        let unseen: Vec<_> = unseen.map(|word| word.text).collect();
        let meant = nearest(&written.to_string(), &unseen)?;
        self.known.iter().copied().find(|word| word.text == meant)
    }
}

/// Where a value is expected: after `written`.
struct Place<'a> {
    written: &'a Ident,
    input: ParseStream<'a>,
}

impl Place<'_> {
    /// The value of `word`; else the fault has been reported and what stands there skipped.
    fn value<T>(self, word: Word, read: fn(ParseStream<'_>) -> Result<T, Malformed>, faults: &mut Faults) -> Option<T> {
        let Word { text, takes, example } = word;
        let input = self.input;
        let follows =
            matches!(input.parse::<Option<Token![=]>>(), Ok(Some(_))) && !input.is_empty() && !input.peek(Token![,]);
        if !follows {
            faults.add(
                self.written,
                format_args!("`{text}` needs a value"),
                format_args!("write `{text} = {example}`"),
            );
            skip_to_next_word(input);
            return None;
        }
        read(input)
            .map_err(|Malformed { place, instead }| {
                let instead = instead.unwrap_or_else(|| example.to_owned());
                faults.add(place, format_args!("`{text}` takes {takes}"), format_args!("write `{text} = {instead}`"));
                skip_to_next_word(input);
            })
            .ok()
    }
}

/// A value of the wrong form, and the right one if it can be guessed.
struct Malformed {
    place: TokenStream,
    instead: Option<String>,
}

fn text(input: ParseStream<'_>) -> Result<LitStr, Malformed> {
    match expression(input)? {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) if text.suffix().is_empty() => Ok(text),
        Expr::Path(word) => Err(malformed(&word, unquoted_text(&word).map(|text| format!("\"{text}\"")))),
        other => Err(malformed(other, None)),
    }
}

/// A text that lacks its quotes, unless it is the name of a constant.
fn unquoted_text(word: &ExprPath) -> Option<String> {
    let text = word.path.get_ident()?.to_string();
    (text == text.to_lowercase()).then_some(text)
}

fn shared(input: ParseStream<'_>) -> Result<Type, Malformed> {
    attempt(input)
}

fn field(input: ParseStream<'_>) -> Result<Ident, Malformed> {
    match expression(input)? {
        Expr::Path(ExprPath { path, qself: None, .. }) => path
            .get_ident()
            .cloned()
            .ok_or_else(|| malformed(&path, path.segments.last().map(|last| last.ident.to_string()))),
        Expr::Field(of) => match &of.member {
            Member::Named(name) => Err(malformed(&of, Some(name.to_string()))),
            Member::Unnamed(_) => Err(malformed(&of, None)),
        },
        other => Err(unquoted(other)),
    }
}

fn path(input: ParseStream<'_>) -> Result<ExprPath, Malformed> {
    match expression(input)? {
        Expr::Path(path) if path.attrs.is_empty() => Ok(path),
        Expr::Call(call) => match &*call.func {
            Expr::Path(path) => Err(malformed(&call, Some(names::spelled(path)))),
            _ => Err(malformed(call, None)),
        },
        other => Err(unquoted(other)),
    }
}

/// A path in quotes is what other attributes take.
fn unquoted(value: Expr) -> Malformed {
    let instead = match &value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => text.parse::<ExprPath>().ok().map(names::spelled),
        _ => None,
    };
    malformed(value, instead)
}

fn malformed(place: impl ToTokens, instead: Option<String>) -> Malformed {
    Malformed { place: place.into_token_stream(), instead }
}

/// Any expression; one that a `macro_rules!` handed on is looked into.
fn expression(input: ParseStream<'_>) -> Result<Expr, Malformed> {
    let mut expression = attempt(input)?;
    while let Expr::Group(group) = expression {
        expression = *group.expr;
    }
    Ok(expression)
}

/// Reads a `T`, or leaves the stream where it was. What syn cannot read without its feature `full`
/// is no value here either: a closure, a block.
fn attempt<T: Parse>(input: ParseStream<'_>) -> Result<T, Malformed> {
    let ahead = input.fork();
    let read = ahead.parse().map_err(|_| malformed(skip_to_next_word(&input.fork()), None))?;
    input.advance_to(&ahead);
    Ok(read)
}

/// The comma after a value.
fn separator(input: ParseStream<'_>, faults: &mut Faults) -> syn::Result<()> {
    if !input.is_empty() && !input.peek(Token![,]) {
        let token: TokenTree = input.fork().parse()?;
        faults.add(token, "expected a comma", "put a `,` between one value and the next word");
        if begins_word(input) {
            return Ok(());
        }
        skip_to_next_word(input);
    }
    input.parse::<Option<Token![,]>>().map(drop)
}

/// Stops in front of a comma that ends the attribute or stands before `word =`: types have commas
/// too. Gives what it has passed.
fn skip_to_next_word(input: ParseStream<'_>) -> TokenStream {
    let reached = || {
        let ahead = input.fork();
        ahead.parse::<Token![,]>().is_ok() && (ahead.is_empty() || begins_word(&ahead))
    };
    std::iter::from_fn(|| if reached() { None } else { input.parse::<TokenTree>().ok() }).collect()
}

fn begins_word(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) && input.peek2(Token![=])
}
