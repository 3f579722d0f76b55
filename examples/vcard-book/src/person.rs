//! What is kept of one card, and how it is read from the card's text. Keys and files are not known
//! here.

use crate::cards::Flaw;
use calcard::vcard::{VCard, VCardEntry, VCardParameterName, VCardProperty};
use calcard::{Entry, Parser};

/// A person or a group of the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Finds the entry again, after a refresh and in another process. From the card's UID: `uid:`
    /// and the UID without `urn:uuid:`. A card without UID, or with one that is longer than 255
    /// bytes, has `file:`, the file's name, `#` and the card's place in the file, counted from 0;
    /// that key stays while nothing is put before it.
    pub key: String,
    /// How it is shown. Never empty, one line.
    pub name: String,
    /// E-mail addresses without `mailto:`, none twice; the first is the primary: the one that the
    /// card prefers, else its first.
    pub emails: Vec<String>,
    /// The organisation, without its units.
    pub organisation: Option<String>,
    /// The telephone number that the card prefers, else its first.
    pub phone: Option<String>,
    /// Person or group.
    pub kind: Kind,
}

/// What a card stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Somebody who gets mail: a person, an organisation, a room.
    Person,
    /// A group, with its members in the card's order.
    Group(Vec<Member>),
}

/// A member of a group, as its card names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Member {
    /// The key of a card with this UID; the book may not have it.
    Key(String),
    /// An e-mail address.
    Address(String),
}

/// The longest UID that is a key: entry identifiers hold it.
const UID_MAX: usize = 255;
/// What a card without a preference counts as: more than the worst that vCard 4.0 has.
const NO_PREFERENCE: u32 = 101;

impl Person {
    /// Reads the card that begins in this line of its file; `place` is the key if it has no UID of
    /// its own.
    pub(crate) fn read(card: &str, line: usize, place: String) -> Result<Self, Flaw> {
        let flaw = |text: &str| Flaw { line, text: text.into() };
        let vcard = match Parser::new(card).strict().entry() {
            Entry::VCard(vcard) => vcard,
            Entry::InvalidLine(wrong) => return Err(invalid_line(card, line, &wrong)),
            _ => return Err(flaw("the card cannot be read")),
        };
        if all(&vcard, &VCardProperty::Version, "").next().is_none() {
            return Err(flaw("the card has no VERSION"));
        }
        let emails = addresses(&vcard);
        let organisation = first(&vcard, &VCardProperty::Org);
        let name = first(&vcard, &VCardProperty::Fn).or_else(|| composed(&vcard));
        let name = name.or_else(|| organisation.clone()).or_else(|| emails.first().cloned());
        let name = name.ok_or_else(|| flaw("the card has no FN, and no N, ORG or EMAIL in its place"))?;
        let key = first(&vcard, &VCardProperty::Uid).and_then(|uid| key(&uid)).unwrap_or(place);
        let phone = preferred(&vcard, &VCardProperty::Tel).into_iter().next();
        let phone = phone.map(|number| without(&number, "tel:").to_owned());
        Ok(Self { key, name, emails, organisation, phone, kind: kind(&vcard) })
    }

    /// The memory that it takes, in bytes, about.
    pub(crate) fn size(&self) -> usize {
        let members = match &self.kind {
            Kind::Person => 0,
            Kind::Group(members) => members.iter().map(|member| size_of::<Member>() + member.text().len()).sum(),
        };
        let emails: usize = self.emails.iter().map(|email| size_of::<String>() + email.len()).sum();
        let texts = [&self.organisation, &self.phone].into_iter().flatten().map(String::len).sum::<usize>();
        // The key is in the book's index once more.
        size_of::<Self>() + 2 * self.key.len() + self.name.len() + texts + emails + members
    }
}

impl Member {
    /// The key or the address.
    pub fn text(&self) -> &str {
        match self {
            Self::Key(text) | Self::Address(text) => text,
        }
    }
}

fn invalid_line(card: &str, first: usize, wrong: &str) -> Flaw {
    let at = card.lines().position(|line| line.trim_start().starts_with(wrong)).unwrap_or(0);
    let start: String = wrong.chars().take(40).collect();
    Flaw { line: first + at, text: format!("the line is no property: {start:?}") }
}

/// All properties of this name, or of the name that address books gave it before there was one.
fn all<'a>(vcard: &'a VCard, name: &'a VCardProperty, old: &'a str) -> impl Iterator<Item = &'a VCardEntry> {
    vcard.entries.iter().filter(move |entry| match &entry.name {
        VCardProperty::Other(other) => !old.is_empty() && other.eq_ignore_ascii_case(old),
        known => known == name,
    })
}

/// A value as one line without control characters, or nothing if nothing is left.
fn line(value: Option<&str>) -> Option<String> {
    let mut line = String::new();
    for word in value?.split(|letter: char| letter.is_whitespace() || letter.is_control()) {
        if !word.is_empty() {
            line += if line.is_empty() { "" } else { " " };
            line += word;
        }
    }
    (!line.is_empty()).then_some(line)
}

fn value(entry: &VCardEntry) -> Option<String> {
    line(entry.values.first().and_then(|value| value.as_text()))
}

fn first(vcard: &VCard, name: &VCardProperty) -> Option<String> {
    all(vcard, name, "").find_map(value)
}

/// Values by preference; in the card's order where it has none.
fn preferred(vcard: &VCard, name: &VCardProperty) -> Vec<String> {
    let mut values: Vec<_> =
        all(vcard, name, "").filter_map(|entry| Some((preference(entry), value(entry)?))).collect();
    values.sort_by_key(|(preference, _)| *preference);
    values.into_iter().map(|(_, value)| value).collect()
}

/// 4.0 says `PREF=1`, 3.0 `TYPE=pref`, 2.1 `PREF`.
fn preference(entry: &VCardEntry) -> u32 {
    let of = |parameter: &calcard::vcard::VCardParameter| match (&parameter.name, &parameter.value) {
        (VCardParameterName::Pref, value) => match value.as_integer() {
            Some(calcard::common::IanaType::Iana(number)) => number,
            _ => 1,
        },
        (VCardParameterName::Type, value) if value.as_text().is_some_and(|text| text.eq_ignore_ascii_case("pref")) => 1,
        _ => NO_PREFERENCE,
    };
    entry.params.iter().map(of).min().unwrap_or(NO_PREFERENCE)
}

fn addresses(vcard: &VCard) -> Vec<String> {
    let mut addresses: Vec<String> = Vec::new();
    for value in preferred(vcard, &VCardProperty::Email) {
        let address = without(&value, "mailto:");
        if !address.is_empty() && !addresses.iter().any(|known| known == address) {
            addresses.push(address.to_owned());
        }
    }
    addresses
}

/// N as people say it: prefix, given names, family name, suffix.
fn composed(vcard: &VCard) -> Option<String> {
    let name = all(vcard, &VCardProperty::N, "").next()?;
    let part = |at: usize| name.values.get(at).cloned().and_then(|value| value.into_text());
    let parts: Vec<_> = [3, 1, 2, 0, 4].into_iter().filter_map(part).collect();
    line(Some(&parts.join(" ")))
}

fn kind(vcard: &VCard) -> Kind {
    let group = all(vcard, &VCardProperty::Kind, "X-ADDRESSBOOKSERVER-KIND");
    if !group.filter_map(value).any(|kind| kind.eq_ignore_ascii_case("group")) {
        return Kind::Person;
    }
    let members = all(vcard, &VCardProperty::Member, "X-ADDRESSBOOKSERVER-MEMBER").filter_map(value);
    let member = |uri: String| match without(&uri, "mailto:") {
        address if address.len() < uri.len() => Some(Member::Address(address.to_owned())),
        _ => key(&uri).map(Member::Key),
    };
    Kind::Group(members.filter_map(member).collect())
}

fn key(uid: &str) -> Option<String> {
    let uid = without(uid, "urn:uuid:");
    (!uid.is_empty() && uid.len() <= UID_MAX).then(|| format!("uid:{uid}"))
}

/// The text without this scheme, which may be in capitals.
fn without<'a>(text: &'a str, scheme: &str) -> &'a str {
    match text.split_at_checked(scheme.len()) {
        Some((start, rest)) if start.eq_ignore_ascii_case(scheme) => rest,
        _ => text,
    }
}
