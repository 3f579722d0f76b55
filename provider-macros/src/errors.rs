//! The collector of errors: all faults of a declaration are told at once.
//!
//! What is a fault is decided elsewhere.

use std::fmt::Display;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// What was found wrong so far. Only [`gather`] makes one, so none can be dropped unread.
pub struct Faults(Option<syn::Error>);

/// Runs the phases over one collector, and gives the errors to write beside what they made.
#[must_use = "the faults are what the author is told"]
pub fn gather<T>(phases: impl FnOnce(&mut Faults) -> T) -> (T, TokenStream) {
    let mut faults = Faults(None);
    let made = phases(&mut faults);
    (made, faults.0.map_or_else(TokenStream::new, |faults| faults.into_compile_error()))
}

impl Faults {
    /// A fault at `place`, the smallest piece of code that must change: what is wrong, and what to
    /// write.
    ///
    /// Without tokens in `place`, it points at the attribute.
    pub fn add(&mut self, place: impl ToTokens, fault: impl Display, help: impl Display) {
        self.add_foreign(syn::Error::new_spanned(quote!(#place), format!("{fault}\nhelp: {help}")));
    }

    /// A fault that syn found, in its own words.
    pub fn add_foreign(&mut self, fault: syn::Error) {
        match &mut self.0 {
            Some(faults) => faults.combine(fault),
            none => *none = Some(fault),
        }
    }
}

/// The help line for a word that is none of `known`: the one meant, or all of them.
pub fn meant(word: &str, known: &[&str]) -> String {
    match nearest(word, known) {
        Some(known) => format!("did you mean `{known}`?"),
        None => format!("known here: {}", list(known, "and")),
    }
}

/// The one of `known` that was meant, if two letters or fewer are wrong.
pub fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_lowercase();
    let distances = known.iter().map(|known| (distance(&word, known), *known));
    let near = |&(distance, _): &(usize, _)| distance <= 2 && distance * 2 <= word.chars().count();
    distances.filter(near).min().map(|(_, known)| known)
}

/// `a`, `b` and `c`
pub fn list(words: &[&str], last: &str) -> String {
    match words {
        [] => "nothing".to_owned(),
        [word] => format!("`{word}`"),
        [first, word] => format!("`{first}` {last} `{word}`"),
        [first, rest @ ..] => format!("`{first}`, {}", list(rest, last)),
    }
}

/// How many letters to add, leave out or replace (Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let mut above: Vec<usize> = (0..=to.chars().count()).collect();
    for (row, from) in from.chars().enumerate() {
        let mut left = row + 1;
        let mut current = vec![left];
        for ((to, diagonal), up) in to.chars().zip(&above).zip(above.iter().skip(1)) {
            left = (diagonal + usize::from(from != to)).min(up + 1).min(left + 1);
            current.push(left);
        }
        above = current;
    }
    above.last().copied().unwrap_or_default()
}
