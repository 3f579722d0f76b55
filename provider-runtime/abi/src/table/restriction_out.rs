//! A restriction in MAPI's memory: as a client passes it, and as GetSearchCriteria gives it.

use super::restriction::{Place, Relation, Restriction};
use super::restriction_in::MOST_LEVELS;
use crate::error::{Error, Result};
use crate::memory::{Allocators, Block};
use crate::prop_array::union_of;
use crate::prop_value::PropValue;
use crate::shapes::code::Code;
use crate::shapes::flag::*;
use crate::shapes::structs::*;
use crate::shapes::tag::PropTag;

impl Restriction {
    /// In one block of MAPI's memory; text is Unicode.
    ///
    /// # Errors
    /// `MAPI_E_TOO_COMPLEX` for one that is too deep, or that MAPI has no form for
    /// ([`Key`](Self::Key)); `MAPI_E_NOT_ENOUGH_MEMORY`.
    pub fn block(&self, memory: &Allocators) -> Result<Block<SRestriction>> {
        let block = memory.block::<SRestriction>(1)?;
        let whole = written(self, 0, &block)?;
        block.head(whole)?;
        Ok(block)
    }
}

fn written(what: &Restriction, level: usize, block: &Block<SRestriction>) -> Result<SRestriction> {
    if level == MOST_LEVELS {
        return Err(Error::new(Code::TOO_COMPLEX, "a restriction that is too large"));
    }
    let parts = match what {
        Restriction::And(parts) | Restriction::Or(parts) => &parts[..],
        Restriction::Not(part) | Restriction::First { what: part, .. } | Restriction::Inside { what: part, .. } => {
            std::slice::from_ref(&**part)
        }
        leaf => return written_leaf(leaf, block),
    };
    let mut inner = Vec::with_capacity(parts.len());
    for part in parts {
        inner.push(written(part, level + 1, block)?);
    }
    written_node(what, &inner, block)
}

#[inline(never)]
fn written_node(what: &Restriction, inner: &[SRestriction], block: &Block<SRestriction>) -> Result<SRestriction> {
    let c_res = u32::try_from(inner.len()).map_err(|_| Code::TOO_COMPLEX)?;
    let res = block.copy(inner)?.as_ptr();
    let (rt, res) = match what {
        Restriction::And(_) => (RES_AND, RestrictionUnion { and: SAndRestriction { c_res, res } }),
        Restriction::Or(_) => (RES_OR, RestrictionUnion { or: SOrRestriction { c_res, res } }),
        Restriction::First { count, .. } => {
            (RES_COUNT, RestrictionUnion { count: SCountRestriction { count: *count, res } })
        }
        Restriction::Inside { tag, .. } => {
            (RES_SUBRESTRICTION, RestrictionUnion { sub: SSubRestriction { sub_object: tag.0, res } })
        }
        _ => (RES_NOT, RestrictionUnion { not: SNotRestriction { reserved: 0, res } }),
    };
    Ok(SRestriction { rt, res })
}

#[inline(never)]
fn written_leaf(leaf: &Restriction, block: &Block<SRestriction>) -> Result<SRestriction> {
    let (rt, res) = match leaf {
        Restriction::Content { tag, place, ignores_case, value } => {
            let level = match place {
                Place::Whole => FL_FULLSTRING,
                Place::Anywhere => FL_SUBSTRING,
                Place::Beginning => FL_PREFIX,
            };
            let fuzzy_level = level | if *ignores_case { FL_IGNORECASE } else { 0 };
            let prop = constant(*tag, value, block)?;
            (RES_CONTENT, RestrictionUnion { content: SContentRestriction { fuzzy_level, prop_tag: tag.0, prop } })
        }
        Restriction::Property { tag, relation, value } => {
            let prop = constant(*tag, value, block)?;
            let property = SPropertyRestriction { relop: relop(*relation), prop_tag: tag.0, prop };
            (RES_PROPERTY, RestrictionUnion { property })
        }
        Restriction::Compare { first, relation, second } => {
            let relop = relop(*relation);
            let compare_props = SComparePropsRestriction { relop, prop_tag1: first.0, prop_tag2: second.0 };
            (RES_COMPAREPROPS, RestrictionUnion { compare_props })
        }
        Restriction::Bits { tag, mask, is_any_set } => {
            let rel_bmr = if *is_any_set { BMR_NEZ } else { BMR_EQZ };
            let bit_mask = SBitMaskRestriction { rel_bmr, prop_tag: tag.0, mask: *mask };
            (RES_BITMASK, RestrictionUnion { bit_mask })
        }
        Restriction::Size { tag, relation, bytes } => {
            let size = SSizeRestriction { relop: relop(*relation), prop_tag: tag.0, cb: *bytes };
            (RES_SIZE, RestrictionUnion { size })
        }
        Restriction::Exists(tag) => {
            let exist = SExistRestriction { reserved1: 0, prop_tag: tag.0, reserved2: 0 };
            (RES_EXIST, RestrictionUnion { exist })
        }
        _ => return Err(Error::new(Code::TOO_COMPLEX, "a restriction that MAPI has no form for")),
    };
    Ok(SRestriction { rt, res })
}

fn relop(relation: Relation) -> u32 {
    Relation::ALL.iter().position(|other| *other == relation).unwrap_or_default() as u32
}

/// The value that a property is compared with; text is Unicode.
fn constant(tag: PropTag, value: &PropValue, block: &Block<SRestriction>) -> Result<*mut SPropValue> {
    let prop_tag = tag.with_kind(value.kind()).0;
    let value = SPropValue { prop_tag, align_pad: 0, value: union_of(value, true, block)? };
    Ok(block.copy(&[value])?.as_ptr())
}
