//! Structs and unions. Made by `tests/abi/write.py`.
//!
//! `ADRPARM` and `OPTIONDATA` are not here: parameters that take one are typed `c_void`. `GUID` is
//! [`Iid`].
#![allow(
    missing_docs,
    non_camel_case_types,
    clippy::upper_case_acronyms,
    reason = "types keep their MAPI spelling, and most fields are as their name says"
)]

use super::code::Code;
use super::iid::Iid;
use core::ffi::c_void;

/// `FILETIME`: a time: 100 ns steps since 1601-01-01 UTC.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct FILETIME {
    pub low_date_time: u32,
    pub high_date_time: u32,
}

/// `CY`: an amount of money, in ten-thousandths.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CY {
    pub int64: i64,
}

/// `ENTRYID`: an entry identifier; its length stands beside each pointer to it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ENTRYID {
    /// `MAPI_SHORTTERM` and so on in byte 0.
    pub flags: [u8; 4],
    /// Variable length.
    pub ab: [u8; 1],
}

/// `MAPIUID`: 16 bytes that identify a provider, service or section.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MAPIUID {
    pub ab: [u8; 16],
}

/// `SBinary`: a byte string.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SBinary {
    pub cb: u32,
    pub lpb: *mut u8,
}

/// `SPropTagArray`: a list of property tags.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropTagArray {
    pub c_values: u32,
    /// Variable length.
    pub prop_tag: [u32; 1],
}

/// `SShortArray`: an array of 16-bit integers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SShortArray {
    pub c_values: u32,
    pub lpi: *mut i16,
}

/// `SLongArray`: an array of 32-bit integers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SLongArray {
    pub c_values: u32,
    pub lpl: *mut i32,
}

/// `SRealArray`: an array of 32-bit floats.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRealArray {
    pub c_values: u32,
    pub lpflt: *mut f32,
}

/// `SDoubleArray`: an array of 64-bit floats.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SDoubleArray {
    pub c_values: u32,
    pub lpdbl: *mut f64,
}

/// `SCurrencyArray`: an array of amounts of money.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SCurrencyArray {
    pub c_values: u32,
    pub lpcur: *mut CY,
}

/// `SAppTimeArray`: an array of application times.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SAppTimeArray {
    pub c_values: u32,
    pub lpat: *mut f64,
}

/// `SDateTimeArray`: an array of times.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SDateTimeArray {
    pub c_values: u32,
    pub lpft: *mut FILETIME,
}

/// `SBinaryArray`: an array of byte strings; as `ENTRYLIST`, of entry identifiers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SBinaryArray {
    pub c_values: u32,
    pub lpbin: *mut SBinary,
}

/// `SLPSTRArray`: an array of 8-bit strings.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SLPSTRArray {
    pub c_values: u32,
    pub lppsz_a: *mut *mut u8,
}

/// `SWStringArray`: an array of UTF-16 strings.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SWStringArray {
    pub c_values: u32,
    pub lppsz_w: *mut *mut u16,
}

/// `SGuidArray`: an array of GUIDs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SGuidArray {
    pub c_values: u32,
    pub lpguid: *mut Iid,
}

/// `SLargeIntegerArray`: an array of 64-bit integers.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SLargeIntegerArray {
    pub c_values: u32,
    pub lpli: *mut i64,
}

/// `__UPV`: the value of a property, one arm a type.
#[repr(C)]
#[derive(Clone, Copy)]
pub union PropUnion {
    /// PT_I2.
    pub i: i16,
    /// PT_LONG.
    pub l: i32,
    /// PT_LONG, unsigned.
    pub ul: u32,
    /// PT_PTR.
    pub lpv: *mut c_void,
    /// PT_R4.
    pub flt: f32,
    /// PT_DOUBLE.
    pub dbl: f64,
    /// PT_BOOLEAN; the bytes after it are undefined.
    pub b: u16,
    /// PT_CURRENCY.
    pub cur: CY,
    /// PT_APPTIME.
    pub at: f64,
    /// PT_SYSTIME.
    pub ft: FILETIME,
    /// PT_STRING8.
    pub lpsz_a: *mut u8,
    /// PT_BINARY.
    pub bin: SBinary,
    /// PT_UNICODE.
    pub lpsz_w: *mut u16,
    /// PT_CLSID.
    pub lpguid: *mut Iid,
    /// PT_I8.
    pub li: i64,
    /// PT_MV_I2.
    pub mv_i: SShortArray,
    /// PT_MV_LONG.
    pub mv_l: SLongArray,
    /// PT_MV_R4.
    pub mv_flt: SRealArray,
    /// PT_MV_DOUBLE.
    pub mv_dbl: SDoubleArray,
    /// PT_MV_CURRENCY.
    pub mv_cur: SCurrencyArray,
    /// PT_MV_APPTIME.
    pub mv_at: SAppTimeArray,
    /// PT_MV_SYSTIME.
    pub mv_ft: SDateTimeArray,
    /// PT_MV_BINARY.
    pub mv_bin: SBinaryArray,
    /// PT_MV_STRING8.
    pub mv_sz_a: SLPSTRArray,
    /// PT_MV_UNICODE.
    pub mv_sz_w: SWStringArray,
    /// PT_MV_CLSID.
    pub mv_guid: SGuidArray,
    /// PT_MV_I8.
    pub mv_li: SLargeIntegerArray,
    /// PT_ERROR.
    pub err: Code,
    /// PT_NULL, PT_OBJECT: no value.
    pub x: i32,
}

/// `SPropValue`: one property: tag and value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropValue {
    pub prop_tag: u32,
    pub align_pad: u32,
    /// The tag's type says which arm.
    pub value: PropUnion,
}

/// `SPropProblem`: why one property of a call failed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropProblem {
    /// Position in the caller's array.
    pub index: u32,
    pub prop_tag: u32,
    pub scode: Code,
}

/// `SPropProblemArray`: the properties of a call that failed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropProblemArray {
    pub c_problem: u32,
    /// Variable length.
    pub problem: [SPropProblem; 1],
}

/// `SRow`: one row of a table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRow {
    pub adr_entry_pad: u32,
    pub c_values: u32,
    pub props: *mut SPropValue,
}

/// `SRowSet`: rows of a table.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRowSet {
    pub c_rows: u32,
    /// Variable length.
    pub row: [SRow; 1],
}

/// `SAndRestriction`: all of several restrictions.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SAndRestriction {
    pub c_res: u32,
    pub res: *mut SRestriction,
}

/// `SOrRestriction`: one of several restrictions.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SOrRestriction {
    pub c_res: u32,
    pub res: *mut SRestriction,
}

/// `SNotRestriction`: the opposite of a restriction.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SNotRestriction {
    pub reserved: u32,
    pub res: *mut SRestriction,
}

/// `SContentRestriction`: text or bytes that a property contains.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SContentRestriction {
    /// `FL_FULLSTRING` and so on.
    pub fuzzy_level: u32,
    pub prop_tag: u32,
    pub prop: *mut SPropValue,
}

/// `SBitMaskRestriction`: bits that a property has, or has not.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SBitMaskRestriction {
    /// `BMR_EQZ` or `BMR_NEZ`.
    pub rel_bmr: u32,
    pub prop_tag: u32,
    pub mask: u32,
}

/// `SPropertyRestriction`: how a property compares with a value.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SPropertyRestriction {
    /// `RELOP_LT` and so on.
    pub relop: u32,
    pub prop_tag: u32,
    pub prop: *mut SPropValue,
}

/// `SComparePropsRestriction`: how two properties compare.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SComparePropsRestriction {
    /// `RELOP_LT` and so on.
    pub relop: u32,
    pub prop_tag1: u32,
    pub prop_tag2: u32,
}

/// `SSizeRestriction`: how the size of a property compares.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSizeRestriction {
    /// `RELOP_LT` and so on.
    pub relop: u32,
    pub prop_tag: u32,
    pub cb: u32,
}

/// `SExistRestriction`: that there is a property.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SExistRestriction {
    pub reserved1: u32,
    pub prop_tag: u32,
    pub reserved2: u32,
}

/// `SSubRestriction`: a restriction on the rows of a table inside an object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSubRestriction {
    pub sub_object: u32,
    pub res: *mut SRestriction,
}

/// `SCommentRestriction`: a restriction with properties that say nothing of rows.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SCommentRestriction {
    pub c_values: u32,
    pub res: *mut SRestriction,
    pub prop: *mut SPropValue,
}

/// `SAnnotationRestriction`: as a comment.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SAnnotationRestriction {
    pub c_values: u32,
    pub res: *mut SRestriction,
    pub prop: *mut SPropValue,
}

/// `SCountRestriction`: a restriction that lets a number of rows pass.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SCountRestriction {
    pub count: u32,
    pub res: *mut SRestriction,
}

/// `RestrictionUnion`: the particulars of a restriction.
#[repr(C)]
#[derive(Clone, Copy)]
pub union RestrictionUnion {
    pub compare_props: SComparePropsRestriction,
    pub and: SAndRestriction,
    pub or: SOrRestriction,
    pub not: SNotRestriction,
    pub content: SContentRestriction,
    pub property: SPropertyRestriction,
    pub bit_mask: SBitMaskRestriction,
    pub size: SSizeRestriction,
    pub exist: SExistRestriction,
    pub sub: SSubRestriction,
    pub comment: SCommentRestriction,
    pub annotation: SAnnotationRestriction,
    pub count: SCountRestriction,
}

/// `SRestriction`: which rows are wanted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SRestriction {
    /// `RES_AND` and so on.
    pub rt: u32,
    /// `rt` says which arm.
    pub res: RestrictionUnion,
}

/// `SSortOrder`: one column to sort by.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSortOrder {
    pub prop_tag: u32,
    /// `TABLE_SORT_ASCEND` and so on.
    pub order: u32,
}

/// `SSortOrderSet`: the columns to sort by, the first ones as categories.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct SSortOrderSet {
    pub c_sorts: u32,
    pub c_categories: u32,
    pub c_expanded: u32,
    /// Variable length.
    pub sort: [SSortOrder; 1],
}

/// `ADRENTRY`: one recipient; laid out as `SRow`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ADRENTRY {
    pub reserved1: u32,
    pub c_values: u32,
    pub prop_vals: *mut SPropValue,
}

/// `ADRLIST`: recipients; laid out as `SRowSet`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ADRLIST {
    pub c_entries: u32,
    /// Variable length.
    pub entries: [ADRENTRY; 1],
}

/// `FlagList`: the state of each recipient in `IABContainer::ResolveNames`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct FlagList {
    pub c_flags: u32,
    /// Variable length.
    pub flag: [u32; 1],
}

/// `MAPIERROR`: what is known about the last error of an object.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MAPIERROR {
    pub version: u32,
    /// Width by the MAPI_UNICODE flag of the call.
    pub error: *mut c_void,
    /// Width by the MAPI_UNICODE flag of the call.
    pub component: *mut c_void,
    pub low_level_error: u32,
    pub context: u32,
}

/// `NameIdUnion`: the identifier or name in a `MAPINAMEID`.
#[repr(C)]
#[derive(Clone, Copy)]
pub union NameIdUnion {
    pub id_reserved: isize,
    /// MNID_ID.
    pub id: i32,
    /// MNID_STRING.
    pub name: *mut u16,
}

/// `MAPINAMEID`: the name of a named property.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MAPINAMEID {
    /// The property set.
    pub lpguid: *mut Iid,
    /// `MNID_ID` or `MNID_STRING`.
    pub kind: u32,
    /// `kind` says which arm.
    pub value: NameIdUnion,
}

/// `MAPIINIT_0`: the argument of `MAPIInitialize`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct MAPIINIT_0 {
    pub version: u32,
    pub flags: u32,
}

/// `NOTIFKEY`: the key under which a provider sends notifications.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct NOTIFKEY {
    pub cb: u32,
    /// Variable length.
    pub ab: [u8; 1],
}

/// `ERROR_NOTIFICATION`: fnevCriticalError.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct ERROR_NOTIFICATION {
    pub cb_entry_id: u32,
    pub entry_id: *mut ENTRYID,
    pub scode: Code,
    pub flags: u32,
    pub mapi_error: *mut MAPIERROR,
}

/// `NEWMAIL_NOTIFICATION`: fnevNewMail.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct NEWMAIL_NOTIFICATION {
    pub cb_entry_id: u32,
    pub entry_id: *mut ENTRYID,
    pub cb_parent_id: u32,
    pub parent_id: *mut ENTRYID,
    pub flags: u32,
    /// Width by MAPI_UNICODE in `flags`.
    pub message_class: *mut c_void,
    pub message_flags: u32,
}

/// `OBJECT_NOTIFICATION`: fnevObjectCreated and the other fnevObject* events, and
/// fnevSearchComplete.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct OBJECT_NOTIFICATION {
    pub cb_entry_id: u32,
    pub entry_id: *mut ENTRYID,
    pub obj_type: u32,
    pub cb_parent_id: u32,
    pub parent_id: *mut ENTRYID,
    pub cb_old_id: u32,
    pub old_id: *mut ENTRYID,
    pub cb_old_parent_id: u32,
    pub old_parent_id: *mut ENTRYID,
    pub prop_tag_array: *mut SPropTagArray,
}

/// `TABLE_NOTIFICATION`: fnevTableModified.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct TABLE_NOTIFICATION {
    /// `TABLE_CHANGED` and so on.
    pub table_event: u32,
    pub hresult: Code,
    pub prop_index: SPropValue,
    pub prop_prior: SPropValue,
    pub row: SRow,
    pub pad: u32,
}

/// `EXTENDED_NOTIFICATION`: fnevExtended.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct EXTENDED_NOTIFICATION {
    pub event: u32,
    pub cb: u32,
    pub event_parameters: *mut u8,
}

/// `STATUS_OBJECT_NOTIFICATION`: fnevStatusObjectModified.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct STATUS_OBJECT_NOTIFICATION {
    pub cb_entry_id: u32,
    pub entry_id: *mut ENTRYID,
    pub c_values: u32,
    pub prop_vals: *mut SPropValue,
}

/// `NotificationUnion`: the particulars of an event.
#[repr(C)]
#[derive(Clone, Copy)]
pub union NotificationUnion {
    pub err: ERROR_NOTIFICATION,
    pub newmail: NEWMAIL_NOTIFICATION,
    pub obj: OBJECT_NOTIFICATION,
    pub tab: TABLE_NOTIFICATION,
    pub ext: EXTENDED_NOTIFICATION,
    pub statobj: STATUS_OBJECT_NOTIFICATION,
}

/// `NOTIFICATION`: one event.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct NOTIFICATION {
    /// One fnev* bit.
    pub event_type: u32,
    pub align_pad: u32,
    /// `event_type` says which arm.
    pub info: NotificationUnion,
}
