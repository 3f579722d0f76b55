//! How property values compare: one function for restrictions and for sorting (RES-46, SORT-12).

use crate::prop_value::PropValue;
use std::cmp::Ordering;

/// How two values of one type compare; `None` for values that do not: of different types, not a
/// number, or lists (RES-44).
pub fn compare(one: &PropValue, other: &PropValue) -> Option<Ordering> {
    match (one, other) {
        (PropValue::Text(one), PropValue::Text(other)) => Some(compare_text(one, other)),
        (PropValue::Binary(one), PropValue::Binary(other)) => Some(one.cmp(other)),
        (PropValue::I32(one), PropValue::I32(other)) => Some(one.cmp(other)),
        (PropValue::Time(one), PropValue::Time(other)) => Some(one.cast_signed().cmp(&other.cast_signed())),
        (PropValue::Bool(one), PropValue::Bool(other)) => Some(one.cmp(other)),
        (PropValue::I16(one), PropValue::I16(other)) => Some(one.cmp(other)),
        (PropValue::I64(one), PropValue::I64(other)) | (PropValue::Currency(one), PropValue::Currency(other)) => {
            Some(one.cmp(other))
        }
        (PropValue::F32(one), PropValue::F32(other)) => one.partial_cmp(other),
        (PropValue::F64(one), PropValue::F64(other)) | (PropValue::AppTime(one), PropValue::AppTime(other)) => {
            one.partial_cmp(other)
        }
        (PropValue::Guid(one), PropValue::Guid(other)) => Some(one.cmp(other)),
        _ => None,
    }
}

/// How two texts compare: by UTF-16 units, in whatever case (RES-46).
pub fn compare_text(one: &str, other: &str) -> Ordering {
    if one.is_ascii() && other.is_ascii() {
        let pairs = one.bytes().zip(other.bytes());
        let first = pairs.map(|(one, other)| one.to_ascii_lowercase().cmp(&other.to_ascii_lowercase()));
        return first.into_iter().find(|ordering| ordering.is_ne()).unwrap_or(one.len().cmp(&other.len()));
    }
    units(one).cmp(units(other))
}

fn units(text: &str) -> impl Iterator<Item = u16> {
    text.chars().map(folded).flat_map(|letter| {
        let mut units = [0; 2];
        let count = letter.encode_utf16(&mut units).len();
        units.into_iter().take(count)
    })
}

/// Text with the case of its letters taken away, letter by letter.
pub fn fold_case(text: &str) -> String {
    text.chars().map(folded).collect()
}

/// The letter that stands for all cases of this one: Unicode's simple folding. A letter whose other
/// case is several letters stays as it is, and so does a small i without its dot.
fn folded(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    match SECOND_FORMS.binary_search_by_key(&letter, |(form, _)| *form) {
        Ok(place) => SECOND_FORMS.get(place).map_or(letter, |(_, small)| *small),
        Err(_) => only(letter.to_lowercase()).unwrap_or(letter),
    }
}

fn only(mut letters: impl Iterator<Item = char>) -> Option<char> {
    letters.next().filter(|_| letters.next().is_none())
}

/// Small letters that share their capital with another small letter, and that one. The standard
/// library's table of capitals would tell as much, with 12 KB in each provider.
const SECOND_FORMS: [(char, char); 22] = [
    ('\u{B5}', '\u{3BC}'),
    ('\u{17F}', '\u{73}'),
    ('\u{345}', '\u{3B9}'),
    ('\u{3C2}', '\u{3C3}'),
    ('\u{3D0}', '\u{3B2}'),
    ('\u{3D1}', '\u{3B8}'),
    ('\u{3D5}', '\u{3C6}'),
    ('\u{3D6}', '\u{3C0}'),
    ('\u{3F0}', '\u{3BA}'),
    ('\u{3F1}', '\u{3C1}'),
    ('\u{3F5}', '\u{3B5}'),
    ('\u{1C80}', '\u{432}'),
    ('\u{1C81}', '\u{434}'),
    ('\u{1C82}', '\u{43E}'),
    ('\u{1C83}', '\u{441}'),
    ('\u{1C84}', '\u{442}'),
    ('\u{1C85}', '\u{442}'),
    ('\u{1C86}', '\u{44A}'),
    ('\u{1C87}', '\u{463}'),
    ('\u{1C88}', '\u{A64B}'),
    ('\u{1E9B}', '\u{1E61}'),
    ('\u{1FBE}', '\u{3B9}'),
];

/// Calls `see` with each value of a list as a single one, until it says yes; `None` for a single
/// value.
pub(super) fn any_of(value: &PropValue, mut see: impl FnMut(&PropValue) -> bool) -> Option<bool> {
    /// One arm: the values of the list, each as a single one.
    macro_rules! any {
        ($values:expr, $single:ident) => {
            $values.iter().any(|value| see(&PropValue::$single(value.clone())))
        };
    }
    Some(match value {
        PropValue::I16s(values) => any!(values, I16),
        PropValue::I32s(values) => any!(values, I32),
        PropValue::F32s(values) => any!(values, F32),
        PropValue::F64s(values) => any!(values, F64),
        PropValue::Currencies(values) => any!(values, Currency),
        PropValue::AppTimes(values) => any!(values, AppTime),
        PropValue::I64s(values) => any!(values, I64),
        PropValue::Texts(values) => any!(values, Text),
        PropValue::Times(values) => any!(values, Time),
        PropValue::Guids(values) => any!(values, Guid),
        PropValue::Binaries(values) => any!(values, Binary),
        _ => return None,
    })
}

/// The bytes of a value: text as UTF-16 without its zero, a list as the sum of its values (RES-27).
pub(super) fn size_of(value: &PropValue) -> usize {
    match value {
        PropValue::Null | PropValue::Object => 0,
        PropValue::I16(_) | PropValue::Bool(_) => 2,
        PropValue::I32(_) | PropValue::F32(_) | PropValue::Error(_) => 4,
        PropValue::F64(_) | PropValue::AppTime(_) | PropValue::Currency(_) => 8,
        PropValue::I64(_) | PropValue::Time(_) => 8,
        PropValue::Guid(_) => 16,
        PropValue::Text(text) => text.encode_utf16().count() * 2,
        PropValue::Binary(bytes) => bytes.len(),
        many => {
            let mut sum = 0;
            let _ = any_of(many, |value| {
                sum += size_of(value);
                false
            });
            sum
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_folded_one_by_one() {
        let pairs = [("ÄRGER", "ärger"), ("ΣΊΣΥΦΟΣ", "σίσυφος"), ("ſ", "S"), ("K", "k"), ("Ǆ", "ǅ")];
        for (one, other) in pairs {
            assert_eq!(compare_text(one, other), Ordering::Equal, "{one} {other}");
        }
        for (one, other) in [("ß", "ss"), ("ı", "i"), ("İ", "i")] {
            assert_ne!(compare_text(one, other), Ordering::Equal, "{one} {other}");
        }
    }

    #[test]
    fn every_letter_is_folded_to_the_small_one_of_its_capital() {
        for letter in (char::MIN..=char::MAX).filter(|letter| *letter != 'ı') {
            let upper = only(letter.to_uppercase()).unwrap_or(letter);
            assert_eq!(folded(letter), only(upper.to_lowercase()).unwrap_or(upper), "{letter}");
        }
        assert_eq!(folded('ı'), 'ı');
    }

    #[test]
    fn text_is_ordered_by_utf_16_units() {
        assert_eq!(compare_text("\u{10000}", "\u{E000}"), Ordering::Less);
        assert_eq!(compare_text("a", "B"), Ordering::Less);
        assert_eq!(compare_text("ab", "a"), Ordering::Greater);
        assert_eq!(compare_text("", ""), Ordering::Equal);
    }

    #[test]
    fn what_is_not_a_number_compares_with_nothing() {
        assert_eq!(compare(&f64::NAN.into(), &1.0_f64.into()), None);
        assert_eq!(compare(&1_i32.into(), &1_i64.into()), None);
        assert_eq!(compare(&(-1_i32).into(), &1_i32.into()), Some(Ordering::Less));
    }
}
