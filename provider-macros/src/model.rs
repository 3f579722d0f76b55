//! Attribute words and an item → a checked declaration: one function a rule, the rule as the
//! sentence above it.
//!
//! What a rule refuses is replaced by something harmless, so that nothing wrong reaches
//! `expand.rs`.

use proc_macro2::{Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{
    Attribute, DataStruct, DeriveInput, ExprPath, Fields, FieldsNamed, Generics, Ident, LitStr, Type, Visibility,
};

use crate::args::{self, ProviderArgs, TeardownArgs};
use crate::errors::{Faults, list, meant, nearest};
use crate::names::{self, Word};

/// An item, and what is written for it: nothing if it is no type at all.
pub struct Declaration {
    /// The author's item without what only this macro understands.
    pub item: TokenStream,
    pub provider: Option<Provider>,
}

/// What an author declared, or what stands in for it after an error.
pub struct Provider {
    pub visibility: Visibility,
    pub ident: Ident,
    /// Empty, but for a refused item.
    pub generics: Generics,
    pub data: Data,
    pub ends: Ends,
    /// Whether the COM classes are written: not where they would only repeat an error.
    pub classes: bool,
}

/// What stands in `#[mapi_provider(…)]`.
pub struct Data {
    /// `None` after an error.
    pub kind: Option<Kind>,
    pub name: LitStr,
    pub uid: [u8; 16],
    pub shared: Option<Type>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Store,
    AddressBook,
    Transport,
}

/// How a provider is taken apart.
pub enum Ends {
    /// Field by field, in this order.
    Fields(Vec<Field>),
    /// At once: it has been refused for having no named fields.
    Whole,
}

/// A field and its end.
pub struct Field {
    /// The attributes that decide whether it exists.
    pub conditions: Vec<TokenStream>,
    pub ident: Ident,
    /// `None`: it is dropped.
    pub with: Option<ExprPath>,
    after: Option<Ident>,
}

/// Checks every rule, so that all faults are told at once.
pub fn check(args: ProviderArgs, item: TokenStream, faults: &mut Faults) -> Declaration {
    nothing_is_missing(&args, faults);
    let data = Data {
        kind: args.kind.given().and_then(|kind| kind_is_known(&kind, faults)),
        name: args.name.given().map_or_else(nameless, |name| name_is_readable(name, faults)),
        uid: args.uid.given().map_or([0; 16], |uid| uid_is_one(&uid, faults)),
        shared: args.shared.given(),
    };
    let Ok(mut item) = syn::parse2::<DeriveInput>(item.clone()) else {
        faults.add(first_word(&item), "a provider is a struct", WHAT_TO_DECLARE);
        return Declaration { item, provider: None };
    };
    let ends = ends(&mut item, faults);
    let written = item.to_token_stream();
    let concrete = is_concrete(&mut item.generics, faults);
    let hides_nothing = name_hides_no_trait(&item.ident, faults);
    let classes = data.kind.is_some() && concrete && hides_nothing;
    let provider = Provider { visibility: item.vis, ident: item.ident, generics: item.generics, data, ends, classes };
    Declaration { item: written, provider: Some(provider) }
}

const WHAT_TO_DECLARE: &str = "declare the struct that holds what one logon owns";

/// What an item begins with, after its attributes and its visibility: `fn`, `impl`.
fn first_word(item: &TokenStream) -> Option<TokenTree> {
    let first = |input: ParseStream<'_>| {
        Attribute::parse_outer(input)?;
        input.parse::<Visibility>()?;
        let first = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(first)
    };
    first.parse2(item.clone()).ok()
}

/// `kind`, `name` and `uid` are given.
fn nothing_is_missing(args: &ProviderArgs, faults: &mut Faults) {
    let required = [
        (names::KIND, args.kind.is_absent()),
        (names::NAME, args.name.is_absent()),
        (names::UID, args.uid.is_absent()),
    ];
    let missing: Vec<Word> = required.into_iter().filter_map(|(word, absent)| absent.then_some(word)).collect();
    if missing.is_empty() {
        return;
    }
    let words: Vec<_> = missing.iter().map(|word| word.text).collect();
    let examples: Vec<_> = missing.iter().map(|word| format!("{} = {}", word.text, word.example)).collect();
    let where_from = if missing.contains(&names::UID) { "; `uuidgen` makes a uid" } else { "" };
    let help = format!("add `{}`{where_from}", examples.join(", "));
    faults.add(TokenStream::new(), format_args!("missing {}", list(&words, "and")), help);
}

/// `kind` is one of three words.
fn kind_is_known(written: &LitStr, faults: &mut Faults) -> Option<Kind> {
    let word = written.value();
    let kind = [Kind::Store, Kind::AddressBook, Kind::Transport].into_iter().find(|kind| kind.word() == word);
    if kind.is_none() {
        let kinds = [names::STORE, names::ADDRESS_BOOK, names::TRANSPORT];
        let all = format!("the kinds are {}", list(&kinds, "and"));
        let help = nearest(&word, &kinds).map_or(all.clone(), |kind| format!("write `kind = \"{kind}\"`: {all}"));
        faults.add(written, format_args!("unknown kind `{}`", word.escape_debug()), help);
    }
    kind
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::Store => names::STORE,
            Self::AddressBook => names::ADDRESS_BOOK,
            Self::Transport => names::TRANSPORT,
        }
    }
}

fn nameless() -> LitStr {
    LitStr::new("", Span::call_site())
}

/// `name` can be shown to a user, whole.
fn name_is_readable(name: LitStr, faults: &mut Faults) -> LitStr {
    let text = name.value();
    if text.trim().is_empty() {
        faults.add(&name, "`name` is empty", "write what users see in their profile, as in `name = \"Notes\"`");
    } else if text.contains('\0') {
        faults.add(&name, "`name` has a NUL in it", "leave it out: MAPI's strings end at a NUL");
    }
    name
}

/// `uid` is sixteen bytes in hex digits, in braces and with dashes as tools print them, and not
/// zero.
fn uid_is_one(written: &LitStr, faults: &mut Faults) -> [u8; 16] {
    let text = written.value();
    let bare = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(&text);
    let digits: Vec<_> = bare.chars().filter(|char| *char != '-').map(|char| (char, char.to_digit(16))).collect();
    let groups: Vec<_> = bare.split('-').map(str::len).collect();
    let mut bytes = [0; 16];
    if let Some((stranger, _)) = digits.iter().find(|(_, value)| value.is_none()) {
        let fault = format!("`uid` has a `{}` in it, which is no hex digit", stranger.escape_debug());
        faults.add(written, fault, HOW_TO_WRITE_A_UID);
    } else if digits.len() != 32 {
        faults.add(written, format_args!("`uid` has {} hex digits, not 32", digits.len()), HOW_TO_WRITE_A_UID);
    } else if groups != [32] && groups != [8, 4, 4, 4, 12] {
        faults.add(written, "the dashes of `uid` stand in odd places", HOW_TO_WRITE_A_UID);
    } else if digits.iter().all(|(_, value)| *value == Some(0)) {
        faults.add(written, "`uid` is zero", "make a new one, for instance with `uuidgen`");
    } else {
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks(2)) {
            *byte = pair.iter().filter_map(|(_, value)| *value).fold(0, |high, low| (high << 4) | low as u8);
        }
    }
    bytes
}

const HOW_TO_WRITE_A_UID: &str = "write 32 hex digits, plain or as `uuidgen` prints them";

/// A provider is one type: MAPI makes it, and cannot choose parameters.
fn is_concrete(generics: &mut Generics, faults: &mut Faults) -> bool {
    let has_parameters = !generics.params.is_empty();
    if has_parameters {
        let help = "write the types themselves, and own the data: `String`, not `&'a str`";
        faults.add(&*generics, "a provider has no generic parameters", help);
    }
    if let Some(bounds) = &generics.where_clause {
        faults.add(bounds, "a provider has no `where` clause", "leave it out: a provider is one type");
    }
    let concrete = !has_parameters && generics.where_clause.is_none();
    if has_parameters {
        // What stands in must not add rustc's opinion on the parameters.
        generics
            .make_where_clause()
            .predicates
            .push(syn::parse_quote!(Self: ::core::marker::Send + ::core::marker::Sync + 'static));
    }
    concrete
}

/// A class of a `Store` would be called `StoreProvider`, as the trait is.
fn name_hides_no_trait(ident: &Ident, faults: &mut Faults) -> bool {
    let hides =
        [names::STORE_KIND, names::ADDRESS_BOOK_KIND, names::TRANSPORT_KIND].iter().any(|kind| ident.unraw() == kind);
    if hides {
        let fault = format!("`{ident}` would hide the trait `{ident}Provider`");
        faults.add(ident, fault, "name it after what it keeps, as in `NotesStore`");
    }
    !hides
}

/// A provider is a struct with named fields, or without fields.
fn ends(item: &mut DeriveInput, faults: &mut Faults) -> Ends {
    for misplaced in args::taken(&mut item.attrs) {
        faults.add(misplaced.path(), "`#[teardown]` stands on a field", "move it to the field that it ends");
    }
    match &mut item.data {
        syn::Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
            return Ends::Fields(fields_in_order(fields, faults));
        }
        syn::Data::Struct(DataStruct { fields: Fields::Unit, .. }) => return Ends::Fields(Vec::new()),
        syn::Data::Struct(DataStruct { fields: Fields::Unnamed(fields), .. }) => {
            let help = format!("write `struct {} {{ … }}` with a name for each field", item.ident);
            faults.add(&*fields, "the fields of a provider have names", help);
            fields.unnamed.iter_mut().for_each(|field| strip(&mut field.attrs));
        }
        syn::Data::Enum(item) => {
            faults.add(item.enum_token, "a provider is a struct, not an enum", WHAT_TO_DECLARE);
            for variant in &mut item.variants {
                strip(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| strip(&mut field.attrs));
            }
        }
        syn::Data::Union(item) => {
            faults.add(item.union_token, "a provider is a struct, not a union", WHAT_TO_DECLARE);
            item.fields.named.iter_mut().for_each(|field| strip(&mut field.attrs));
        }
    }
    Ends::Whole
}

/// Of a refused item, `#[teardown]`s are not worth a message.
fn strip(attrs: &mut Vec<Attribute>) {
    args::taken(attrs);
}

fn fields_in_order(fields: &mut FieldsNamed, faults: &mut Faults) -> Vec<Field> {
    let read = fields.named.iter_mut().filter_map(|field| {
        let TeardownArgs { after, with } = TeardownArgs::take(&mut field.attrs, faults);
        Some(Field { conditions: args::conditions(&field.attrs), ident: field.ident.clone()?, with, after })
    });
    let mut fields = read.collect::<Vec<_>>();
    after_names_another_field(&mut fields, faults);
    in_order(fields, faults)
}

/// `after` names another field.
fn after_names_another_field(fields: &mut [Field], faults: &mut Faults) {
    let known: Vec<_> = fields.iter().map(Field::name).collect();
    for field in fields {
        let Some(after) = &field.after else { continue };
        let name = after.unraw().to_string();
        if name == field.name() {
            faults.add(
                after,
                format_args!("`{name}` cannot end after itself"),
                "name another field, or leave `after` out",
            );
        } else if known.contains(&name) {
            continue;
        } else {
            let others: Vec<_> = known.iter().map(String::as_str).filter(|known| *known != field.name()).collect();
            faults.add(after, format_args!("no field `{name}`"), meant(&name, &others));
        }
        field.after = None;
    }
}

/// Fields end in the order they stand in, as Rust drops them; one with `after` as soon as that
/// field has ended.
fn in_order(mut waiting: Vec<Field>, faults: &mut Faults) -> Vec<Field> {
    let mut ordered = Vec::new();
    while let Some(next) = waiting.iter().position(|field| !waiting.iter().any(|other| field.waits_for(other))) {
        ordered.push(waiting.remove(next));
    }
    no_field_waits_in_a_circle(&waiting, faults);
    ordered.extend(waiting);
    ordered
}

/// No field waits for itself by way of others.
fn no_field_waits_in_a_circle(waiting: &[Field], faults: &mut Faults) {
    let mut told = Vec::new();
    for field in waiting {
        let circle = circle_from(field, waiting);
        let begins_here = circle.first().is_some_and(|first| first.name() == field.name());
        if begins_here && !told.contains(&field.name()) {
            let path: Vec<_> = circle.iter().chain([&field]).map(|field| format!("`{}`", field.name())).collect();
            let fault = format!("these fields wait for each other: {}", path.join(" → "));
            faults.add(&field.after, fault, "leave one of these `after`s out");
            told.extend(circle.iter().map(|field| field.name()));
        }
    }
}

/// The circle that a field's `after`s lead into; the field itself may stand outside.
fn circle_from<'a>(start: &'a Field, waiting: &'a [Field]) -> Vec<&'a Field> {
    let mut path = vec![start];
    let mut last = start;
    while let Some(next) = waiting.iter().find(|other| last.waits_for(other)) {
        if let Some(begin) = path.iter().position(|passed| passed.name() == next.name()) {
            return path.split_off(begin);
        }
        path.push(next);
        last = next;
    }
    Vec::new()
}

impl Field {
    /// Its name without a `r#`.
    pub fn name(&self) -> String {
        self.ident.unraw().to_string()
    }

    fn waits_for(&self, other: &Self) -> bool {
        self.after.as_ref().is_some_and(|after| after.unraw() == other.ident.unraw())
    }
}
