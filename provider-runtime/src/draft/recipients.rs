//! The recipients of a message that is being changed: what `IMessage::ModifyRecipients` makes of
//! them (RCPT-3 to RCPT-8).

use super::DraftNode;
use super::layer::NumberedRecipient;
use provider_abi::error::{Code, Error, Result};
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::flag::{MODRECIP_ADD, MODRECIP_MODIFY, MODRECIP_REMOVE};
use provider_abi::shapes::tag::PropTag;
use provider_abi::shapes::tags;

/// The columns of the recipient table that the runtime gives: a client gives them back with the
/// rest of a row (RCPT-7).
const COMPUTED: [PropTag; 2] = [tags::ROWID, tags::INSTANCE_KEY];

impl<P: 'static> DraftNode<P> {
    /// `IMessage::ModifyRecipients`
    ///
    /// # Errors
    /// Why nothing has changed.
    pub(crate) fn modify_recipients(&self, provider: &P, flags: u32, rows: Vec<Vec<Property>>) -> Result<()> {
        if ![0, MODRECIP_ADD, MODRECIP_MODIFY, MODRECIP_REMOVE].contains(&flags) {
            return Err(Code::INVALID_PARAMETER.into());
        }
        let rows = rows.into_iter().filter(|row| !row.is_empty()).map(given).collect::<Result<Vec<_>>>()?;
        let before = self.numbered_recipients(provider)?;
        self.set_recipients(modified(before, flags, rows)?)
    }
}

/// What a client has given: the number, if it gave one, and the values.
fn given(row: Vec<Property>) -> Result<(Option<u32>, Vec<Property>)> {
    if row.iter().any(|property| property.value == PropValue::Null) {
        return Err(Error::new(Code::INVALID_PARAMETER, "a recipient has a value of PT_NULL")); // RCPT-5
    }
    let number = row.iter().find(|property| property.tag.id() == tags::ROWID.id());
    let number = number.and_then(|property| property.value.as_i32()).map(i32::cast_unsigned);
    let is_own = |property: &Property| {
        let is_computed = COMPUTED.iter().any(|tag| tag.id() == property.tag.id());
        !is_computed && !matches!(property.value, PropValue::Error(_) | PropValue::Object)
    };
    Ok((number, row.into_iter().filter(is_own).collect()))
}

/// The recipients after the change.
fn modified(
    before: Vec<NumberedRecipient>,
    flags: u32,
    rows: Vec<(Option<u32>, Vec<Property>)>,
) -> Result<Vec<NumberedRecipient>> {
    let mut all = if flags == 0 { Vec::new() } else { before };
    if flags == MODRECIP_REMOVE {
        let removed: Vec<_> =
            rows.into_iter().map(|(number, _)| number.ok_or_else(unnumbered)).collect::<Result<_>>()?;
        let removed: std::collections::BTreeSet<_> = removed.into_iter().collect();
        all.retain(|(number, _)| !removed.contains(number));
        return Ok(all);
    }
    let mut places: std::collections::BTreeMap<_, _> =
        all.iter().enumerate().map(|(place, (number, _))| (*number, place)).collect();
    let mut next = places.last_key_value().map_or(0, |(number, _)| number.saturating_add(1));
    for (number, values) in rows {
        if flags == MODRECIP_MODIFY {
            let number = number.ok_or_else(unnumbered)?;
            if let Some(row) = places.get(&number).and_then(|place| all.get_mut(*place)) {
                row.1 = values; // all old values go
                continue;
            }
        }
        // One that is given and free is honoured: ExpandRecips relies on kept ones (RCPT-4).
        let number = number.filter(|number| !places.contains_key(number)).unwrap_or(next);
        next = next.max(number.checked_add(1).ok_or(Code::TOO_BIG)?);
        places.insert(number, all.len());
        all.push((number, values));
    }
    Ok(all)
}

fn unnumbered() -> Error {
    Error::new(Code::INVALID_PARAMETER, "a recipient without PR_ROWID")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests may panic")]
mod tests {
    use super::*;

    fn named(name: &str) -> Vec<Property> {
        vec![Property::new(tags::DISPLAY_NAME, name)]
    }

    fn numbers(all: &[NumberedRecipient]) -> Vec<u32> {
        all.iter().map(|(number, _)| *number).collect()
    }

    #[test]
    fn given_numbers_are_kept_and_others_are_fresh() {
        let rows = vec![(Some(5), named("a")), (Some(9), named("b")), (None, named("c")), (Some(5), named("d"))];
        let all = modified(Vec::new(), 0, rows).unwrap();
        assert_eq!(numbers(&all), [5, 9, 10, 11]);
        let all = modified(all, MODRECIP_ADD, vec![(Some(9), named("e")), (Some(0), named("f"))]).unwrap();
        assert_eq!(numbers(&all), [5, 9, 10, 11, 12, 0]);
    }

    #[test]
    fn modify_replaces_a_whole_row_and_adds_an_unknown_one() {
        let all = vec![(1, [named("a"), vec![Property::new(tags::EMAIL_ADDRESS, "a@x")]].concat())];
        let all = modified(all, MODRECIP_MODIFY, vec![(Some(1), named("b")), (Some(7), named("c"))]).unwrap();
        assert_eq!(all, [(1, named("b")), (7, named("c"))]);
        assert!(modified(all, MODRECIP_MODIFY, vec![(None, named("d"))]).is_err());
    }

    #[test]
    fn remove_ignores_unknown_numbers() {
        let all = vec![(1, named("a")), (2, named("b"))];
        let rows = vec![(Some(2), Vec::new()), (Some(3), Vec::new())];
        assert_eq!(numbers(&modified(all, MODRECIP_REMOVE, rows).unwrap()), [1]);
    }

    #[test]
    fn null_values_are_refused_and_errors_are_left_out() {
        let error = Property { tag: tags::COMMENT, value: PropValue::Error(Code::NOT_FOUND) };
        let null = Property { tag: tags::COMMENT, value: PropValue::Null };
        assert_eq!(given([named("a"), vec![error]].concat()).unwrap(), (None, named("a")));
        assert!(given(vec![null]).is_err());
    }
}
