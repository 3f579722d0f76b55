//! `IMessage::ModifyRecipients`: a list of the caller's, read and put to work. The recipient table
//! is in `tables.rs`.

use super::parts::{Numbered, number_of};
use super::value::put;
use provider_abi::error::{Error, Result};
use provider_abi::lists;
use provider_abi::params::only;
use provider_abi::prop_value::{PropValue, Property};
use provider_abi::shapes::code::Code;
use provider_abi::shapes::flag::*;
use provider_abi::shapes::param::In;
use provider_abi::shapes::structs::ADRLIST;
use provider_abi::shapes::tags;

/// What is to be done with the recipients of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Replace,
    Add,
    Modify,
    Remove,
}

impl Change {
    /// # Errors
    /// `MAPI_E_UNKNOWN_FLAGS`, and `MAPI_E_INVALID_PARAMETER` for two changes at once.
    pub(super) fn of(flags: u32) -> Result<Self> {
        only(flags, MODRECIP_ADD | MODRECIP_MODIFY | MODRECIP_REMOVE)?;
        match flags {
            0 => Ok(Self::Replace),
            MODRECIP_ADD => Ok(Self::Add),
            MODRECIP_MODIFY => Ok(Self::Modify),
            MODRECIP_REMOVE => Ok(Self::Remove),
            _ => Err(Error::new(Code::INVALID_PARAMETER, "one change of the recipients at a time")),
        }
    }
}

/// The recipients of a list that the caller keeps, without those that are none (no properties).
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a list that is none, and for a value of type PT_NULL or
/// PT_OBJECT.
pub(crate) fn read(list: In<'_, ADRLIST>) -> Result<Vec<Vec<Property>>> {
    lists::recipients(list)?.into_iter().map(recipient).collect()
}

fn recipient(values: Vec<Property>) -> Result<Vec<Property>> {
    let mut row = Vec::new();
    for property in values {
        match property.value {
            PropValue::Null | PropValue::Object => {
                return Err(Error::new(Code::INVALID_PARAMETER, "a recipient's property has no value"));
            }
            PropValue::Error(_) => {} // ignored, as the page says
            _ => put(&mut row, property),
        }
    }
    Ok(row)
}

/// Changes the recipients, all or none.
///
/// # Errors
/// `MAPI_E_INVALID_PARAMETER` for a recipient without the `PR_ROWID` it needs, `MAPI_E_NOT_FOUND`
/// for one that is not there.
pub(super) fn apply(change: Change, list: Vec<Vec<Property>>, recipients: &mut Numbered) -> Result<()> {
    match change {
        Change::Replace | Change::Add => {
            // A row of a table may come back as a new recipient: its number is another one's.
            let numbers = list.iter().map(|_| recipients.take_number()).collect::<Result<Vec<_>>>()?;
            if change == Change::Replace {
                recipients.clear();
            }
            numbers.into_iter().zip(list).for_each(|(number, row)| recipients.set(number, row));
        }
        Change::Modify | Change::Remove => {
            let numbers = list.iter().map(|row| number_in(row, recipients)).collect::<Result<Vec<_>>>()?;
            for (number, row) in numbers.into_iter().zip(list) {
                if change == Change::Modify {
                    recipients.set(number, row);
                } else {
                    recipients.remove(number);
                }
            }
        }
    }
    Ok(())
}

fn number_in(row: &[Property], recipients: &Numbered) -> Result<u32> {
    let lacks = || Error::new(Code::INVALID_PARAMETER, "a recipient to be changed has no PR_ROWID");
    let number = number_of(tags::ROWID, row).ok_or_else(lacks)?;
    match recipients.place(number) {
        Ok(_) => Ok(number),
        Err(_) => Err(Error::new(Code::NOT_FOUND, format!("no recipient has the row number {number}"))),
    }
}
