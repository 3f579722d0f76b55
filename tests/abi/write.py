#!/usr/bin/env python3
"""Writes provider-runtime/abi/src/shapes, .../interfaces and .../tags.rs from the tables in this folder.

    python3 tests/abi/write.py            write the files
    python3 tests/abi/write.py --check    compare; exit 1 with the names of files that differ

Needs rustfmt on the path.
"""

import csv
import re
import subprocess
import sys
import textwrap
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
OUT = ROOT / "provider-runtime" / "abi" / "src"

MADE = "Made by `tests/abi/write.py`."

# Written by hand, and only named in mod.rs: types that have no table, an interface of our own, and COM's beside MAPI's.
OURS = ["code", "guid", "istream", "provider_log", "tag"]
# Not seen from outside.
PRIVATE = ["codes", "layout", "layout_checks"]
BY_HAND = {"shapes": OURS + ["layout"], "interfaces": ["istream", "provider_log"]}


def table(name):
    with open(HERE / f"{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def from_header(row):
    return bool({"ms", "mingw"} & set(row["sources"].split("+")))


VTABLES = table("vtables")
INTERFACES = {row["interface"]: row for row in table("interfaces")}
STRUCTS = table("structs")
CONSTANTS = [row for row in table("constants")]
ENTRYPOINTS = {(row["name"], row["kind"]): row for row in table("entrypoints")}
IIDS = table("iids")
PROPTAGS = table("proptags")

# ---------------------------------------------------------------------------------------------------------------------
# What is written
# ---------------------------------------------------------------------------------------------------------------------

# Interface: file.
FILES = {
    "IUnknown": "i_unknown",
    "IMalloc": "imalloc",
    "IMAPIProp": "imapi_prop",
    "IMAPITable": "imapi_table",
    "IMAPIAdviseSink": "imapi_advise_sink",
    "IMAPIProgress": "imapi_progress",
    "IProfSect": "iprof_sect",
    "IMAPIStatus": "imapi_status",
    "IMAPIContainer": "imapi_container",
    "IMAPIFolder": "imapi_folder",
    "IMsgStore": "imsg_store",
    "IMessage": "imessage",
    "IAttach": "iattach",
    "IMSProvider": "ims_provider",
    "IMSLogon": "ims_logon",
    "IABProvider": "iab_provider",
    "IABLogon": "iab_logon",
    "IABContainer": "iab_container",
    "IXPProvider": "ixp_provider",
    "IXPLogon": "ixp_logon",
    "IMAPISupport": "imapi_support",
    "IMAPISession": "imapi_session",
    "IMAPIProviderShutdown": "imapi_provider_shutdown",
    "IMAPIClientShutdown": "imapi_client_shutdown",
    "IMsgServiceAdmin": "imsg_service_admin",
    "IProviderAdmin": "iprovider_admin",
    "IAddrBook": "iaddr_book",
}

# Base interface: the field that holds its table in the derived one.
BASE_FIELD = {"IUnknown": "unknown", "IMAPIProp": "prop", "IMAPIContainer": "container"}

# IMalloc belongs to COM and is in no table: slot order, parameters, return type.
IMALLOC = [
    ("Alloc", "cb:usize", "*void"),
    ("Realloc", "pv:*void, cb:usize", "*void"),
    ("Free", "pv:*void", "void"),
    ("GetSize", "pv:*void", "usize"),
    ("DidAlloc", "pv:*void", "i32"),
    ("HeapMinimize", "", "void"),
]

# Identifiers of COM itself that no MAPI header defines.
COM_IIDS = {
    "IID_IMalloc": "00000002-0000-0000-C000-000000000046",
    "IID_ISequentialStream": "0C733A30-2A1C-11CE-ADE5-00AA0044773D",
    "IID_IStorage": "0000000B-0000-0000-C000-000000000046",
    "IID_IStream": "0000000C-0000-0000-C000-000000000046",
}

# A single pointer to a struct is read by the callee, except these: written, or read and written.
WRITTEN = {
    ("IMAPISupport", "NewUID", "lpMuid"),
    ("IProviderAdmin", "CreateProvider", "lpUID"),
    ("IMAPISupport", "Address", "lpAdrParms"),
    ("IAddrBook", "Address", "lpAdrParms"),
    ("IAddrBook", "ResolveName", "lpAdrList"),
    ("IAddrBook", "PrepareRecips", "lpRecipList"),
    ("IAddrBook", "RecipOptions", "lpRecip"),
    ("IABLogon", "PrepareRecips", "lpRecipList"),
    ("IABContainer", "ResolveNames", "lpAdrList"),
    ("IABContainer", "ResolveNames", "lpFlagList"),
}

# A pointer to pointers that is read by the callee.
READ_ARRAY = {("IMAPIProp", "GetIDsFromNames", "lppPropNames")}

# Interfaces with a method whose type clippy finds too long.
LONG_TYPES = {"IMSProvider"}

# Exchange's directory: its identifiers, from 0x8000, are those of named properties everywhere else.
TAG_HEADERS_LEFT_OUT = {"emsabtag.h"}

# 8-bit text, one and several.
NARROW = {0x001E, 0x101E}

# From this identifier on, one tag may be several providers' own.
OWN_TAGS = 0x6600

# The types of values that authors write. Others (PT_NULL, rules' conditions and actions) have plain tags alone.
TAG_TYPES = {
    0x0002: "i16", 0x0003: "i32", 0x000B: "bool", 0x000D: "Object", 0x0014: "i64", 0x001E: "str", 0x001F: "str",
    0x0040: "SystemTime", 0x0048: "[u8; 16]", 0x0102: "[u8]", 0x1003: "[i32]", 0x101E: "[String]",
    0x101F: "[String]", 0x1048: "[[u8; 16]]", 0x1102: "[Vec<u8>]",
}

# Function types of entrypoints.tsv: (Rust name, what it is).
ENTRIES = {
    ("ALLOCATEBUFFER", "type"): ("AllocateBuffer", "gets a block of memory"),
    ("ALLOCATEMORE", "type"): ("AllocateMore", "gets a block that lives as long as another one"),
    ("FREEBUFFER", "type"): ("FreeBuffer", "frees a block and all that was allocated on it"),
    ("MSProviderInit", "provider-export"): ("MsProviderInit", "the entry of a message store provider"),
    ("ABProviderInit", "provider-export"): ("AbProviderInit", "the entry of an address book provider"),
    ("XPProviderInit", "provider-export"): ("XpProviderInit", "the entry of a transport provider"),
    ("ServiceEntry", "provider-export"): ("ServiceEntry", "the entry of a message service"),
    ("DISMISSMODELESS", "type"): ("DismissModeless", "called when a modeless dialog is closed"),
    ("LPFNBUTTON", "pointer-type"): ("ButtonCallback", "called when the extra button of a details dialog is pressed"),
}
FN_TYPES = {key[0]: name for key, (name, _) in ENTRIES.items()}

# Struct: (Rust name, what it is, {header's field: (Rust field, comment)}).
# The rule for fields: ul, dw, lp, lpsz, rg, p and a are dropped; c and cb stay, because the pointer beside the count
# takes the plain name; a name that is a prefix and nothing else (cb, ab, lpb, lpguid) stays.
ENTRY_PAIR = {"cbEntryID": "cb_entry_id", "lpEntryID": "entry_id"}


def array(what, field, rust):
    return (None, f"an array of {what}", {"cValues": "c_values", field: rust})


STRUCT_FIELDS = {
    "FILETIME": (None, "a time: 100 ns steps since 1601-01-01 UTC", {
        "dwLowDateTime": "low_date_time", "dwHighDateTime": "high_date_time"}),
    "CY": (None, "an amount of money, in ten-thousandths", {"int64": "int64"}),
    "ENTRYID": (None, "an entry identifier; its length stands beside each pointer to it", {
        "abFlags": ("flags", "`MAPI_SHORTTERM` and so on in byte 0."), "ab": ("ab", "Variable length.")}),
    "MAPIUID": (None, "16 bytes that identify a provider, service or section", {"ab": "ab"}),
    "SBinary": (None, "a byte string", {"cb": "cb", "lpb": "lpb"}),
    "SPropTagArray": (None, "a list of property tags", {
        "cValues": "c_values", "aulPropTag": ("prop_tag", "Variable length.")}),
    "SShortArray": array("16-bit integers", "lpi", "lpi"),
    "SLongArray": array("32-bit integers", "lpl", "lpl"),
    "SRealArray": array("32-bit floats", "lpflt", "lpflt"),
    "SDoubleArray": array("64-bit floats", "lpdbl", "lpdbl"),
    "SCurrencyArray": array("amounts of money", "lpcur", "lpcur"),
    "SAppTimeArray": array("application times", "lpat", "lpat"),
    "SDateTimeArray": array("times", "lpft", "lpft"),
    "SBinaryArray": array("byte strings; as `ENTRYLIST`, of entry identifiers", "lpbin", "lpbin"),
    "SLPSTRArray": array("8-bit strings", "lppszA", "lppsz_a"),
    "SWStringArray": array("UTF-16 strings", "lppszW", "lppsz_w"),
    "SGuidArray": array("GUIDs", "lpguid", "lpguid"),
    "SLargeIntegerArray": array("64-bit integers", "lpli", "lpli"),
    "__UPV": ("PropUnion", "`__UPV`: the value of a property, one arm a type", {
        "i": ("i", "PT_I2."), "l": ("l", "PT_LONG."), "ul": ("ul", "PT_LONG, unsigned."),
        "lpv": ("lpv", "PT_PTR."), "flt": ("flt", "PT_R4."), "dbl": ("dbl", "PT_DOUBLE."),
        "b": ("b", "PT_BOOLEAN; the bytes after it are undefined."), "cur": ("cur", "PT_CURRENCY."),
        "at": ("at", "PT_APPTIME."), "ft": ("ft", "PT_SYSTIME."), "lpszA": ("lpsz_a", "PT_STRING8."),
        "bin": ("bin", "PT_BINARY."), "lpszW": ("lpsz_w", "PT_UNICODE."), "lpguid": ("lpguid", "PT_CLSID."),
        "li": ("li", "PT_I8."), "MVi": ("mv_i", "PT_MV_I2."), "MVl": ("mv_l", "PT_MV_LONG."),
        "MVflt": ("mv_flt", "PT_MV_R4."), "MVdbl": ("mv_dbl", "PT_MV_DOUBLE."),
        "MVcur": ("mv_cur", "PT_MV_CURRENCY."), "MVat": ("mv_at", "PT_MV_APPTIME."),
        "MVft": ("mv_ft", "PT_MV_SYSTIME."), "MVbin": ("mv_bin", "PT_MV_BINARY."),
        "MVszA": ("mv_sz_a", "PT_MV_STRING8."), "MVszW": ("mv_sz_w", "PT_MV_UNICODE."),
        "MVguid": ("mv_guid", "PT_MV_CLSID."), "MVli": ("mv_li", "PT_MV_I8."), "err": ("err", "PT_ERROR."),
        "x": ("x", "PT_NULL, PT_OBJECT: no value.")}),
    "SPropValue": (None, "one property: tag and value", {
        "ulPropTag": "prop_tag", "dwAlignPad": "align_pad", "Value": ("value", "The tag's type says which arm.")}),
    "SPropProblem": (None, "why one property of a call failed", {
        "ulIndex": ("index", "Position in the caller's array."), "ulPropTag": "prop_tag", "scode": "scode"}),
    "SPropProblemArray": (None, "the properties of a call that failed", {
        "cProblem": "c_problem", "aProblem": ("problem", "Variable length.")}),
    "SRow": (None, "one row of a table", {
        "ulAdrEntryPad": "adr_entry_pad", "cValues": "c_values", "lpProps": "props"}),
    "SRowSet": (None, "rows of a table", {"cRows": "c_rows", "aRow": ("row", "Variable length.")}),
    "SAndRestriction": (None, "all of several restrictions", {"cRes": "c_res", "lpRes": "res"}),
    "SOrRestriction": (None, "one of several restrictions", {"cRes": "c_res", "lpRes": "res"}),
    "SNotRestriction": (None, "the opposite of a restriction", {"ulReserved": "reserved", "lpRes": "res"}),
    "SContentRestriction": (None, "text or bytes that a property contains", {
        "ulFuzzyLevel": ("fuzzy_level", "`FL_FULLSTRING` and so on."), "ulPropTag": "prop_tag", "lpProp": "prop"}),
    "SBitMaskRestriction": (None, "bits that a property has, or has not", {
        "relBMR": ("rel_bmr", "`BMR_EQZ` or `BMR_NEZ`."), "ulPropTag": "prop_tag", "ulMask": "mask"}),
    "SPropertyRestriction": (None, "how a property compares with a value", {
        "relop": ("relop", "`RELOP_LT` and so on."), "ulPropTag": "prop_tag", "lpProp": "prop"}),
    "SComparePropsRestriction": (None, "how two properties compare", {
        "relop": ("relop", "`RELOP_LT` and so on."), "ulPropTag1": "prop_tag1", "ulPropTag2": "prop_tag2"}),
    "SSizeRestriction": (None, "how the size of a property compares", {
        "relop": ("relop", "`RELOP_LT` and so on."), "ulPropTag": "prop_tag", "cb": "cb"}),
    "SExistRestriction": (None, "that there is a property", {
        "ulReserved1": "reserved1", "ulPropTag": "prop_tag", "ulReserved2": "reserved2"}),
    "SSubRestriction": (None, "a restriction on the rows of a table inside an object", {
        "ulSubObject": "sub_object", "lpRes": "res"}),
    "SCommentRestriction": (None, "a restriction with properties that say nothing of rows", {
        "cValues": "c_values", "lpRes": "res", "lpProp": "prop"}),
    "SAnnotationRestriction": (None, "as a comment", {"cValues": "c_values", "lpRes": "res", "lpProp": "prop"}),
    "SCountRestriction": (None, "a restriction that lets a number of rows pass", {
        "ulCount": "count", "lpRes": "res"}),
    "SRestriction": (None, "which rows are wanted", {
        "rt": ("rt", "`RES_AND` and so on."), "res": ("res", "`rt` says which arm.")}),
    "SSortOrder": (None, "one column to sort by", {
        "ulPropTag": "prop_tag", "ulOrder": ("order", "`TABLE_SORT_ASCEND` and so on.")}),
    "SSortOrderSet": (None, "the columns to sort by, the first ones as categories", {
        "cSorts": "c_sorts", "cCategories": "c_categories", "cExpanded": "c_expanded",
        "aSort": ("sort", "Variable length.")}),
    "ADRENTRY": (None, "one recipient; laid out as `SRow`", {
        "ulReserved1": "reserved1", "cValues": "c_values", "rgPropVals": "prop_vals"}),
    "ADRLIST": (None, "recipients; laid out as `SRowSet`", {
        "cEntries": "c_entries", "aEntries": ("entries", "Variable length.")}),
    "FlagList": (None, "the state of each recipient in `IABContainer::ResolveNames`", {
        "cFlags": "c_flags", "ulFlag": ("flag", "Variable length.")}),
    "MAPIERROR": (None, "what is known about the last error of an object", {
        "ulVersion": "version", "lpszError": ("error", "Width by the MAPI_UNICODE flag of the call."),
        "lpszComponent": ("component", "Width by the MAPI_UNICODE flag of the call."),
        "ulLowLevelError": "low_level_error", "ulContext": "context"}),
    "MAPINAMEID": (None, "the name of a named property", {
        "lpguid": ("lpguid", "The property set."), "ulKind": ("kind", "`MNID_ID` or `MNID_STRING`."),
        "Kind": ("value", "`kind` says which arm.")}),
    "MAPIINIT_0": (None, "the argument of `MAPIInitialize`", {"ulVersion": "version", "ulFlags": "flags"}),
    "NOTIFKEY": (None, "the key under which a provider sends notifications", {
        "cb": "cb", "ab": ("ab", "Variable length.")}),
    "ERROR_NOTIFICATION": (None, "fnevCriticalError", {
        **ENTRY_PAIR, "scode": "scode", "ulFlags": "flags", "lpMAPIError": "mapi_error"}),
    "NEWMAIL_NOTIFICATION": (None, "fnevNewMail", {
        **ENTRY_PAIR, "cbParentID": "cb_parent_id", "lpParentID": "parent_id", "ulFlags": "flags",
        "lpszMessageClass": ("message_class", "Width by MAPI_UNICODE in `flags`."),
        "ulMessageFlags": "message_flags"}),
    "OBJECT_NOTIFICATION": (None, "fnevObjectCreated and the other fnevObject* events, and fnevSearchComplete", {
        **ENTRY_PAIR, "ulObjType": "obj_type", "cbParentID": "cb_parent_id", "lpParentID": "parent_id",
        "cbOldID": "cb_old_id", "lpOldID": "old_id", "cbOldParentID": "cb_old_parent_id",
        "lpOldParentID": "old_parent_id", "lpPropTagArray": "prop_tag_array"}),
    "TABLE_NOTIFICATION": (None, "fnevTableModified", {
        "ulTableEvent": ("table_event", "`TABLE_CHANGED` and so on."), "hResult": "hresult",
        "propIndex": "prop_index", "propPrior": "prop_prior", "row": "row", "ulPad": "pad"}),
    "EXTENDED_NOTIFICATION": (None, "fnevExtended", {
        "ulEvent": "event", "cb": "cb", "pbEventParameters": "event_parameters"}),
    "STATUS_OBJECT_NOTIFICATION": (None, "fnevStatusObjectModified", {
        **ENTRY_PAIR, "cValues": "c_values", "lpPropVals": "prop_vals"}),
    "NOTIFICATION": (None, "one event", {
        "ulEventType": ("event_type", "One fnev* bit."), "ulAlignPad": "align_pad",
        "info": ("info", "`event_type` says which arm.")}),
}

# Unnamed unions: (struct, field): (Rust name, what it is, {header's arm: Rust arm}).
UNIONS = {
    ("SRestriction", "res"): ("RestrictionUnion", "the particulars of a restriction", {
        "resCompareProps": "compare_props", "resAnd": "and", "resOr": "or", "resNot": "not", "resContent":
        "content", "resProperty": "property", "resBitMask": "bit_mask", "resSize": "size", "resExist": "exist",
        "resSub": "sub", "resComment": "comment", "resAnnotation": "annotation", "resCount": "count"}),
    ("MAPINAMEID", "Kind"): ("NameIdUnion", "the identifier or name in a `MAPINAMEID`", {
        "lID_Reserved": "id_reserved", "lID": ("id", "MNID_ID."), "lpwstrName": ("name", "MNID_STRING.")}),
    ("NOTIFICATION", "info"): ("NotificationUnion", "the particulars of an event", {
        "err": "err", "newmail": "newmail", "obj": "obj", "tab": "tab", "ext": "ext", "statobj": "statobj"}),
}

# Groups of constants.tsv: (type of the constants).
FLAG_GROUPS = {
    "MAPIInitialize / MAPILogonEx / provider init flag": "u32",
    "MAPIINIT_0.ulVersion": "u32",
    "MAPIINIT_0.ulFlags": "u32",
    "MAPILogonEx flag": "u32",
    "IMAPISession::Logoff flag": "u32",
    "IMAPISession::SetDefaultStore flag": "u32",
    "SPI version": "u32",
    "string width flag": "u32",
    "open flag": "u32",
    "PR_ACCESS": "u32",
    "object type": "u32",
    "PR_RESOURCE_TYPE": "u32",
    "PR_RESOURCE_FLAGS of a status row / provider": "u32",
    "PR_RESOURCE_FLAGS of a message service": "u32",
    "PR_RESOURCE_METHODS": "u32",
    "PR_STATUS_CODE": "u32",
    "IMAPISupport::ModifyStatusRow flag": "u32",
    "IMAPISupport::SpoolerNotify flag": "u32",
    "IMAPISupport::Subscribe / Notify flag": "u32",
    "IMAPISupport::PrepareSubmit flag": "u32",
    "IMAPISupport::ExpandRecips flag, out": "u32",
    "notification event": "u32",
    "notification callback result": "u32",
    "message store logon / open flag": "u32",
    "StoreLogoff / StoreLogoffTransports flag, in": "u32",
    "StoreLogoff / StoreLogoffTransports flag, out": "u32",
    "IMsgStore::SetLockState state": "u32",
    "PR_STORE_SUPPORT_MASK": "u32",
    "PR_STORE_STATE": "u32",
    "PR_VALID_FOLDER_MASK": "u32",
    "PR_FOLDER_TYPE": "u32",
    "IMAPIFolder::CreateFolder flag": "u32",
    "IMAPIFolder::CopyMessages flag": "u32",
    "IMAPIFolder delete / empty / copy flag": "u32",
    "IMAPIFolder::SaveContentsSort flag": "u32",
    "IMAPIContainer::GetHierarchyTable flag": "u32",
    "IMAPIContainer::SetSearchCriteria flag": "u32",
    "associated contents flag": "u32",
    "search state": "u32",
    "PR_MESSAGE_FLAGS": "u32",
    "SetReadFlag / SetReadFlags flag": "u32",
    "IMessage::ModifyRecipients flag": "u32",
    "IMessage::SubmitMessage flag": "u32",
    "IMessage::DeleteAttach flag": "u32",
    "PR_SUBMIT_FLAGS": "u32",
    "PR_ATTACH_METHOD": "u32",
    "recipient type": "u32",
    "IMAPIProp::SaveChanges flag": "u32",
    "IMAPIProp::OpenProperty flag": "u32",
    "IMAPIProp::GetNamesFromIDs flag": "u32",
    "CopyTo / CopyProps flag": "u32",
    "MAPINAMEID.ulKind": "u32",
    "MAPIERROR.ulVersion": "u32",
    "ENTRYID abFlags": "u8",
    "property type": "u16",
    "property type bit": "u16",
    "bookmark": "usize",
    "table flag": "u32",
    "table status": "u32",
    "table type": "u32",
    "table notification": "u32",
    "IMAPITable::FindRow flag": "u32",
    "SSortOrder.ulOrder": "u32",
    "restriction type": "u32",
    "relational operator": "u32",
    "fuzzy level": "u32",
    "bitmask operator": "u32",
    "ValidateState flag": "u32",
    "IMAPIStatus::SettingsDialog flag": "u32",
    "FlushQueues flag": "u32",
    "MSGSERVICEENTRY context": "u32",
    "MSGSERVICEENTRY / ConfigureMsgService flag": "u32",
    "address book logon / open flag": "u32",
    "ADRPARM.ulFlags": "u32",
    "PR_CONTAINER_FLAGS": "u32",
    "PR_DISPLAY_TYPE": "u32",
    "IABContainer::CreateEntry flag": "u32",
    "FlagList.ulFlag": "u32",
    "OpenTemplateID flag": "u32",
    "transport deinit": "u32",
    "IXPProvider::TransportLogon flag, spooler to transport": "u32",
    "IXPProvider::TransportLogon flag, transport to spooler": "u32",
    "IXPLogon::SubmitMessage flag": "u32",
    "IXPLogon::EndMessage flag": "u32",
    "IXPLogon::TransportLogoff flag": "u32",
    "IXPLogon::TransportNotify flag": "u32",
    "OPTIONDATA.ulFlags": "u32",
    "spooler hook": "u32",
}

# Single constants whose group is too wide, or that no header has: (type, what it belongs to).
FLAG_NAMES = {
    "PROP_ID_NULL": ("u16", "property identifier"),
    "PROP_ID_INVALID": ("u16", "property identifier"),
    "PROP_ID_SECURE_MIN": ("u16", "property identifier"),
    "PROP_ID_SECURE_MAX": ("u16", "property identifier"),
    "MAPI_FORCE_ACCESS": ("u32", "MAPILogonEx flag"),
}

# Their value or meaning depends on how a C program is built.
FLAGS_LEFT_OUT = {"fMapiUnicode", "PT_TSTRING", "PT_MV_TSTRING"}

# ---------------------------------------------------------------------------------------------------------------------
# Names and types
# ---------------------------------------------------------------------------------------------------------------------


def snake(name):
    name = name.replace("IDs", "Ids")
    name = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", name)
    return re.sub(r"([a-z0-9])([A-Z])", r"\1_\2", name).lower()


def doc_lines(text):
    lines = textwrap.wrap(text, 90, break_long_words=False, break_on_hyphens=False)
    return "".join(f"/// {line}\n" for line in lines)


def split_params(text):
    return [part.split(":", 1) for part in text.split(", ")] if text else []


SCALARS = {"u8": "u8", "u16": "u16", "u32": "u32", "i16": "i16", "i32": "i32", "i64": "i64", "f32": "f32",
           "f64": "f64", "usize": "usize", "isize": "isize", "bool32": "i32", "hresult": "Code", "scode": "Code"}
STRUCT_NAMES = {name: spec[0] or name for name, spec in STRUCT_FIELDS.items()}
ALL_INTERFACES = set(INTERFACES) | {"IMalloc", "IStorage", "IStream"}
OPAQUE = {"ADRPARM", "OPTIONDATA"}
STRINGS = {"tchar": "c_void", "char8": "u8", "wchar16": "u16"}


def pointee(name):
    """What a pointer to `name` points to, in Rust."""
    if name == "void" or name in ALL_INTERFACES or name in OPAQUE:
        return "c_void"
    if name == "GUID":
        return "Iid"
    if name == "LARGE_INTEGER":
        return "i64"
    return STRINGS.get(name) or STRUCT_NAMES.get(name) or SCALARS[name]


def param_type(kind, key=None):
    """The Rust type of a parameter; `key` is (interface, method, parameter)."""
    if kind.startswith("handle:"):
        return "*mut c_void"
    if kind.startswith("**fn:"):
        return f"Out<Option<{FN_TYPES[kind[5:]]}>>"
    if kind.startswith("*fn:"):
        return f"Option<{FN_TYPES[kind[4:]]}>"
    if kind.startswith("*const "):
        return f"In<{pointee(kind[7:])}>"
    stars = len(kind) - len(kind.lstrip("*"))
    name = kind[stars:]
    if stars == 0:
        return SCALARS[name]
    target = pointee(name)
    if key in READ_ARRAY:
        return f"In<*const {target}>"
    if stars == 1:
        if name == "void" or name in ALL_INTERFACES:
            return "*mut c_void"
        if key in WRITTEN:
            return f"Out<{target}>"
        if name in SCALARS and name != "u8":
            return f"Out<{target}>"
        return f"In<{target}>"
    return "Out<" + "*mut " * (stars - 1) + target + ">"


def return_type(kind):
    if kind == "void":
        return ""
    return " -> " + ("*mut c_void" if kind == "*void" else SCALARS[kind])


def field_type(kind):
    match = re.fullmatch(r"(.*)\[(\d+)\]", kind)
    if match:
        return f"[{field_type(match[1])}; {match[2]}]"
    stars = len(kind) - len(kind.lstrip("*"))
    name = kind[stars:]
    return "*mut " * stars + (pointee(name) if stars else STRUCT_NAMES.get(name) or pointee(name))


def uses(body, own="", home_of="super::"):
    """The `use` lines for what `body` names; `home_of` is where the shapes are."""
    words = set(re.findall(r"\w+", re.sub(r"//.*", "", body)))
    homes = [("core::ffi", {"c_void"}), ("super::code", {"Code"}), ("super::iid", {"Iid"}),
             ("crate::param", {"This", "In", "Out"}), ("super::structs", set(STRUCT_NAMES.values())),
             ("super::entry", set(FN_TYPES.values()))]
    if home_of == "super::":
        homes += [(f"super::{FILES[base]}", {f"{base}Vtbl"}) for base in BASE_FIELD]
    lines = []
    for home, names in homes:
        found = sorted(names & words)
        if found and home != own and own != home.removeprefix("super::"):
            lines.append(f"use {home.replace('super::', home_of)}::{{{', '.join(found)}}};")
    return "\n".join(lines) + "\n\n" if lines else ""


# ---------------------------------------------------------------------------------------------------------------------
# Files
# ---------------------------------------------------------------------------------------------------------------------

def hex32(value):
    return f"0x{value >> 16:04X}_{value & 0xFFFF:04X}"


def codes_file():
    codes = [("OK", "S_OK", 0)]
    for row in CONSTANTS:
        name = row["name"]
        if from_header(row) and re.match(r"MAPI_[EW]_", name):
            codes.append((name.removeprefix("MAPI_").removeprefix("E_"), name, int(row["value"], 16)))
    text = f"""//! The names of result codes. {MADE}

use super::code::Code;

impl Code {{
"""
    names, seen = "", set()
    for short, name, value in codes:
        text += f"/// `{name}`\npub const {short}: Self = Self({hex32(value)}_u32 as i32);\n"
        if value not in seen:
            seen.add(value)
            names += f'Self::{short} => Some("{name}"),\n'
    text += """
    /// MAPI's name of the code.
    pub fn name(self) -> Option<&'static str> {
        match self {
            @NAMES@_ => None,
        }
    }
}
""".replace("@NAMES@", names)
    return text


def guid_bytes(text):
    a, b, c, d, e = text.split("-")
    le = lambda part: bytes.fromhex(part)[::-1]
    return le(a) + le(b) + le(c) + bytes.fromhex(d + e)


def iids():
    """(name, text, bytes) of what iid.rs defines."""
    found = [("IID_IUnknown", "00000000-0000-0000-C000-000000000046")]
    found += sorted(COM_IIDS.items())
    rows = []
    for row in IIDS:
        wanted = row["kind"] == "iid" and row["interface"] in FILES
        wanted = wanted or row["header"] == "mapiguid.h" and row["name"].startswith(("IID_", "PS_"))
        if from_header(row) and wanted and row["name"] not in dict(found):
            assert guid_bytes(row["guid"]).hex() == row["bytes"], row["name"]
            rows.append((row["name"], row["guid"]))
    for name, text in found + rows:
        yield name, text, guid_bytes(text)


def iid_file():
    text = f"""//! Interface identifiers and property sets. {MADE}
#![allow(non_upper_case_globals, reason = "identifiers keep their MAPI spelling")]

pub use super::guid::Iid;

"""
    for name, guid, data in iids():
        numbers = ", ".join(f"0x{byte:02X}" for byte in data)
        text += f"/// `{name}`: {guid}\npub const {name}: Iid = Iid([{numbers}]);\n"
    return text


def named(spec):
    return spec if isinstance(spec, tuple) else (spec, None)


def struct_rows(name):
    """(the whole, the fields of the first level, the arms of its unnamed unions by field)."""
    rows = [row for row in STRUCTS if row["struct"] == name]
    whole = next(row for row in rows if not row["field"])
    fields = [row for row in rows if row["field"] and "." not in row["field"]]
    arms = {}
    for row in rows:
        if "." in row["field"]:
            field, arm = row["field"].split(".")
            arms.setdefault(field, []).append((arm, row))
    return whole, fields, arms


def rust_struct(kind, name, doc, fields):
    text = f"/// {doc}.\n#[repr(C)]\n#[derive(Clone, Copy)]\npub {kind} {name} {{\n"
    for field, comment, rust_type in fields:
        text += f"/// {comment}\n" if comment else ""
        text += f"pub {field}: {rust_type},\n"
    return text + "}\n\n"


def structs_file():
    body = ""
    for name, (rust, doc, spec) in STRUCT_FIELDS.items():
        whole, fields, arms = struct_rows(name)
        for field, rows in arms.items():
            union, union_doc, union_spec = UNIONS[name, field]
            assert {arm for arm, _ in rows} == set(union_spec), (name, field)
            listed = [(*named(union_spec[arm]), field_type(row["type"])) for arm, row in rows]
            body += rust_struct("union", union, f"`{union}`: {union_doc}", listed)
        assert {row["field"] for row in fields} == set(spec), name
        listed = []
        for row in fields:
            inner = UNIONS.get((name, row["field"]))
            listed.append((*named(spec[row["field"]]), inner[0] if inner else field_type(row["type"])))
        # A union of one arm is a struct.
        kind = "union" if whole["kind"] == "union" and len(fields) > 1 else "struct"
        body += rust_struct(kind, rust or name, doc if rust else f"`{name}`: {doc}", listed)
    return f"""//! Structs and unions. {MADE}
//!
//! `ADRPARM` and `OPTIONDATA` are not here: parameters that take one are typed `c_void`. `GUID` is [`Iid`].
#![allow(
    missing_docs,
    non_camel_case_types,
    clippy::upper_case_acronyms,
    reason = "types keep their MAPI spelling, and most fields are as their name says"
)]

""" + uses(body, "structs") + body


def vtable_rows(interface):
    """(slot, method, introduced by, params, ret)."""
    if interface == "IMalloc":
        rows = vtable_rows("IUnknown")
        return rows + [(3 + i, name, "IMalloc", params, ret) for i, (name, params, ret) in enumerate(IMALLOC)]
    return [(int(row["slot"]), row["method"], row["introduced_by"], row["params"], row["ret"])
            for row in VTABLES if row["interface"] == interface]


def base_of(interface):
    return "IUnknown" if interface == "IMalloc" else INTERFACES[interface]["declared_base"]


def method_type(interface, method, params, ret):
    kinds = ["This"] + [param_type(kind, (interface, method, name)) for name, kind in split_params(params)]
    return f'unsafe extern "system" fn({", ".join(kinds)}){return_type(ret)}'


def vtable_file(interface):
    base = base_of(interface)
    body = f"/// The methods of `{interface}`, in slot order.\n#[repr(C)]\n#[derive(Clone, Copy)]\n"
    body += f"pub struct {interface}Vtbl {{\n"
    if base:
        body += f"/// `{base}`, from slot 0.\npub {BASE_FIELD[base]}: {base}Vtbl,\n"
    own = [row for row in vtable_rows(interface) if row[2] == interface]
    for slot, method, _, params, ret in own:
        names = ", ".join(name for name, _ in split_params(params))
        body += doc_lines(f"`{interface}::{method}`, slot {slot}: `({names})`.")
        body += f"pub {snake(method)}: {method_type(interface, method, params, ret)},\n"
    body += "}\n"
    note = "#![allow(clippy::type_complexity, reason = \"a method's type is as long as its parameters\")]\n"
    note = note if interface in LONG_TYPES else ""
    return f"//! `{interface}`. {MADE}\n{note}\n" + uses(body, FILES[interface]) + body


# Of a parameter's name in a header, what says its type.
HUNGARIAN = re.compile(r"^(lppsz|lppb|lppv|lppp|lpsz|lpfn|lpf|lpul|lpbk|lpl|lpv|lpb|lpp|lp|ul|psz|pb|ppv|pp|rgiid|rg|bk|h|l)(?=[A-Z])")
# A count and a pointer are one value; by the type of the pointer, which one, and what makes it.
ARRAYS = {"In<ENTRYID>": ("&[u8]", "bytes_at"), "In<u8>": ("&[u8]", "bytes_at"), "In<Iid>": ("&[Iid]", "slice_at"),
          "In<SPropValue>": ("Array<'_, SPropValue>", "Array::at"),
          "In<NOTIFICATION>": ("Array<'_, NOTIFICATION>", "Array::at")}
# Interfaces whose objects a caller lends.
LENT = set(FILES) | {"IStream"}
# A pointer to one value that may stand at any address.
VALUES = {"In<Iid>": "Iid", "In<MAPIUID>": "MAPIUID"}


def parameter_name(header):
    """A parameter's name without what the header says of its type; a count says what it counts."""
    count = re.match(r"^(?:lp|lpulp)?(cb|c)(?=[A-Z])", header)
    if count:
        return snake(HUNGARIAN.sub("", header[count.end():])) + ("_size" if count[1] == "cb" else "_count")
    return snake(HUNGARIAN.sub("", header))


def parameters(interface, method, params):
    """The parameters of a method as a vtable has them, (name, type), and as a class sees them, (name, type, value)."""
    raw = [(parameter_name(name), name, param_type(kind, (interface, method, name)))
           for name, kind in split_params(params)]
    header_kinds = dict(split_params(params))
    seen, at = [], 0
    while at < len(raw):
        name, header, kind = raw[at]
        after = raw[at + 1] if at + 1 < len(raw) else ("", "", "")
        is_count = kind == "u32" and re.match(r"c(b|iid|[A-Z])", header)
        if is_count and after[2] in ARRAYS:
            seen_as, reader = ARRAYS[after[2]]
            seen.append((after[0], f"Option<{seen_as}>", f"unsafe {{ {reader}({after[0]}.raw().cast(), {name}) }}"))
            at += 1
        elif kind in VALUES:
            seen.append((name, f"Option<&{VALUES[kind]}>", f"{name}.get()"))
        elif header_kinds[header].lstrip("*") in LENT and header_kinds[header].count("*") == 1:
            vtable = header_kinds[header].lstrip("*") + "Vtbl"
            seen.append((name, f"Option<Lent<'_, {vtable}>>", f"unsafe {{ Lent::new({name}) }}"))
        else:
            seen.append((name, re.sub(r"\b(In|Out)<", r"\1<'_, ", kind), name))
        at += 1
    return [(name, kind) for name, _, kind in raw], seen


def interface_file(interface):
    """A trait with the methods of an interface, and the vtable of a class that has them."""
    base, own = base_of(interface), [row for row in vtable_rows(interface) if row[2] == interface]
    above = "Class" if base == "IUnknown" else base
    trait, slots, shims = "", "", ""
    for slot, method, _, params, ret in own:
        raw, seen = parameters(interface, method, params)
        name, result = snake(method), return_type(ret)
        inner = ", ".join(["this: Receiver<'_, Self>"] + [f"{arg}: {kind}" for arg, kind, _ in seen])
        trait += f"/// `{interface}::{method}`\n"
        if result == " -> Code":
            inner = re.sub(r"(?<=, )(\w+): ", r"_\1: ", inner)
            trait += f"fn {name}({inner}){result} {{ Self::refuse(this) }}\n\n"
        else:
            trait += f"fn {name}({inner}){result};\n\n"
        outer = ", ".join(["this: This"] + [f"{arg}: {kind}" for arg, kind in raw])
        shims += f'unsafe extern "system" fn {name}<C: {interface}, const SLOT: usize>({outer}){result} {{\n'
        shims += "// SAFETY: O1, O2: it stands in the vtable of `C` for its interface number SLOT.\n"
        shims += "let this = unsafe { Receiver::new::<SLOT>(this) };\n"
        for arg, _, value in seen:
            if value.startswith("unsafe"):
                reason = "null, or an object of that interface" if "Lent" in value else "as long as its count says"
                shims += f"// SAFETY: O3: {reason}.\nlet {arg} = {value};\n"
        values = ", ".join(["this"] + [arg if value.startswith("unsafe") else value for arg, _, value in seen])
        shims += f"C::{name}({values})\n}}\n\n"
        slots += f"{name}: {name}::<C, SLOT>,\n"
    inherited = "unknown: unknown::<C, SLOT>()" if base == "IUnknown" else (
        f"{BASE_FIELD[base]}: super::{FILES[base]}::vtable::<C, SLOT>()")
    names = ", ".join(f'"{row[1]}"' for row in vtable_rows(interface))
    body = f"""/// The names of its methods, in the order of its vtable.
pub const NAMES: &[&str] = &[{names}];

/// The methods of `{interface}`. What a class does not have is refused (ERR-2).
pub trait {interface}: {above} {{
{trait.rstrip()}
}}

/// The vtable of a class that has `{interface}` as its interface number SLOT.
pub const fn vtable<C: {interface}, const SLOT: usize>() -> {interface}Vtbl {{
{interface}Vtbl {{ {inherited}, {slots} }}
}}

{shims}"""
    imports = uses(body, "", "crate::shapes::")
    imports += "use crate::class::{" + ", ".join(
        name for name in ("Class", "Receiver", "unknown") if re.search(rf"\b{name}\b", body)) + "};\n"
    readers = ", ".join(name for name in ("Array", "bytes_at", "slice_at") if re.search(rf"\b{name}\b", body))
    imports += f"use crate::params::{{{readers}}};\n" if readers else ""
    lent = sorted(set(re.findall(r"Lent<'_, (\w+)Vtbl>", body)) - {interface})
    imports += "use crate::com_ptr::Lent;\n" if "Lent<" in body else ""
    for name in lent:
        file = "istream" if name == "IStream" else FILES[name]
        imports += f"use crate::shapes::{file}::{name}Vtbl;\n"
    imports += f"use crate::shapes::{FILES[interface]}::{interface}Vtbl;\n"
    if base != "IUnknown":
        imports += f"use super::{FILES[base]}::{base};\n"
    allow = '#![allow(unsafe_code, reason = "the methods of a vtable are called with raw arguments")]\n' if own else ""
    if interface in LONG_TYPES or any(len(split_params(row[3])) > 6 for row in own):
        allow += '#![allow(clippy::too_many_arguments, reason = "a method has the parameters that MAPI gives it")]\n'
    return f"//! `{interface}`: its methods as a class has them, and the vtable that leads to them. {MADE}\n{allow}\n{imports}\n{body}"


def interfaces_mod_file(modules):
    text = f"""//! The interfaces as traits: a class implements the methods that it has, and gets the vtable that leads to them.
//!
//! {MADE[:-1]} from the tables beside that script, but for COM's own and ours. Each method here
//! takes raw arguments apart as far as their types alone say how, and calls the trait's. What a method does is the
//! class's.

"""
    return text + "".join(f"pub mod {name};\n" for name in sorted(modules + BY_HAND["interfaces"]))


def entry_file():
    body = ""
    for key, (rust, doc) in ENTRIES.items():
        row = ENTRYPOINTS[key]
        kinds, names = [], []
        for name, kind in split_params(row["params"]):
            plain = "fn" not in kind and key[1] == "type" and kind == "**void"
            kinds.append("*mut *mut c_void" if plain else param_type(kind))
            names.append(name)
        abi = "C" if row["conv_x86"] == "cdecl" else "system"
        body += doc_lines(f"`{key[0]}`: {doc}: `({', '.join(names)})`.")
        body += f'pub type {rust} = unsafe extern "{abi}" fn({", ".join(kinds)}){return_type(row["ret"])};\n\n'
    return f"//! Functions that a provider exports or is handed. {MADE}\n\n" + uses(body, "entry") + body


def flag_file():
    text = f"""//! Flags and other numbers. {MADE}
//!
//! Property types and identifiers are `u16`, bookmarks `usize`, the bits of an entry identifier `u8`, all others `u32`.
#![allow(non_upper_case_globals, reason = "constants keep their MAPI spelling")]

"""
    digits = {"u8": 2, "u16": 4, "u32": 8, "usize": 1}

    def line(row, kind, group):
        value = int(row["value"], 16)
        number = hex32(value) if kind == "u32" else f"0x{value:0{digits[kind]}X}"
        return f"/// {group}.\npub const {row['name']}: {kind} = {number};\n"

    by_name = {row["name"]: row for row in CONSTANTS}
    for group, kind in FLAG_GROUPS.items():
        rows = [row for row in CONSTANTS if row["group"] == group and from_header(row)]
        rows = [row for row in rows if row["name"] not in FLAGS_LEFT_OUT]
        assert rows, group
        for row in rows:
            text += line(row, kind, group)
        text += "\n"
    for name, (kind, group) in FLAG_NAMES.items():
        text += line(by_name[name], kind, group)
    return text


def tags():
    """The rows of the property tags that are known here: the first of a name counts."""
    rows = {}
    for row in PROPTAGS:
        if from_header(row) and row["name"].startswith("PR_") and row["header"] not in TAG_HEADERS_LEFT_OUT:
            rows.setdefault(row["name"], int(row["tag_unicode"] or row["tag"], 16))
    return {name: tag for name, tag in rows.items() if not (name.endswith("_W") and rows.get(name[:-2]) == tag)}


def tag_name(name):
    short = name.removeprefix("PR_")
    return f"_{short}" if short[0].isdigit() else short


def tags_file():
    text = f"""//! Property tags as plain numbers, without their `PR_`. {MADE}
//!
//! A tag whose strings come in two widths stands here in its Unicode form; the 8-bit one has `_A` behind it. The
//! tags that know the type of their values are in `tags.rs` of the crate.
#![allow(non_upper_case_globals, reason = "tags keep their MAPI spelling")]

use super::tag::PropTag;

"""
    for name, value in tags().items():
        text += f"/// `{name}`\npub const {tag_name(name)}: PropTag = PropTag({hex32(value)});\n"
    return text


def typed_tags_file():
    text = f"""//! Property tags that know the type of their values, without their `PR_`. {MADE}
//!
//! `tags::SUBJECT` goes with a value, and refuses one of another type: `Property::new(tags::SUBJECT, "Milk")`.
//! `tags::SUBJECT::ID` is the plain tag, for patterns and for lists of columns. Text is Unicode: the runtime converts
//! for clients that want it 8-bit. What is not here, [`Tag::new`] makes: `const COLOUR: Tag<str> = Tag::new(0x6605)`.
#![allow(non_upper_case_globals, non_camel_case_types, reason = "tags keep their MAPI spelling")]

use crate::tag::{{Object, Tag, TagName}};
use core::marker::PhantomData;
use std::time::SystemTime;

"""
    known = tags()
    kinds = sorted({value + (value & 0xFFFF in NARROW) for value in known.values() if value >> 16 < OWN_TAGS})
    for name, value in known.items():
        kind = value & 0xFFFF
        is_narrow = kind in NARROW
        base = known.get(name[:-2], 0) if name[-2:] in ("_A", "_W") else 0
        if kind not in TAG_TYPES or value >> 16 == base >> 16 and kind | 1 == base & 0xFFFF | 1:
            continue  # another width of the same
        short, value = tag_name(name), value + is_narrow
        text += f"/// `{name}`\npub const {short}: Tag<{TAG_TYPES[kind]}> = Tag(0x{value >> 16:04X}, PhantomData);\n"
        text += f"/// `{name}`\npub type {short} = TagName<{hex32(value)}>;\n"
    numbers = ", ".join(hex32(value) for value in kinds)
    return text + f"\n/// The plain tags below those of providers' own, sorted.\npub(crate) const KNOWN: [u32; {len(kinds)}] = [{numbers}];\n"


def slot_path(interface, method, introduced_by):
    """The path of a method through the nested bases."""
    path = []
    while interface != introduced_by:
        interface = base_of(interface)
        path.append(BASE_FIELD[interface])
    return ".".join(path + [snake(method)])


def layout_checks_file():
    slots, tables, sizes, offsets, texts = "", "", "", "", ""
    for interface in FILES:
        rows = vtable_rows(interface)
        assert [row[0] for row in rows] == list(range(len(rows))), interface
        tables += f'assert!(at(size_of::<{interface}Vtbl>(), {len(rows)}), "{interface}");\n'
        for slot, method, by, _, _ in rows:
            path = slot_path(interface, method, by)
            slots += f'assert!(at(offset_of!({interface}Vtbl, {path}), {slot}), "{interface}::{method}");\n'
    for name, (rust, _, spec) in STRUCT_FIELDS.items():
        rust = rust or name
        whole, fields, arms = struct_rows(name)
        size = f"pick({whole['x64_size']}, {whole['x86_size']})"
        align = f"pick({whole['x64_align']}, {whole['x86_align']})"
        sizes += f'assert!(size_of::<{rust}>() == {size}, "{name}");\n'
        sizes += f'assert!(!ALIGNED || align_of::<{rust}>() == {align}, "{name}");\n'
        paths = [(row, named(spec[row["field"]])[0]) for row in fields]
        for field, rows in arms.items():
            union, outer = UNIONS[name, field], named(spec[field])[0]
            paths += [(row, f"{outer}.{named(union[2][arm])[0]}") for arm, row in rows]
        for row, path in paths:
            offset = f"pick({row['x64_off']}, {row['x86_off']})"
            offsets += f'assert!(offset_of!({rust}, {path}) == {offset}, "{name}.{row["field"]}");\n'
    for name, guid, _ in iids():
        texts += f'(super::iid::{name}, "{guid}"),\n'
    imports = "\n".join(f"use super::{FILES[name]}::{name}Vtbl;" for name in FILES)
    return f"""//! Compares the shapes with the headers' numbers, in every build for every target. {MADE}

use core::mem::{{align_of, offset_of, size_of}};

{imports}
use super::layout::{{ALIGNED, at, pick}};
use super::structs::*;

// Every slot stands where the headers put it.
const _: () = {{
{slots}}};

// Every vtable has as many slots as the headers give it.
const _: () = {{
{tables}}};

// Every struct has the headers' size and alignment.
const _: () = {{
{sizes}}};

// Every field stands at the headers' offset.
const _: () = {{
{offsets}}};

#[test]
fn every_iid_reads_as_its_text() {{
    let iids = [
{texts}];
    for (iid, text) in iids {{
        assert_eq!(format!("{{iid:?}}"), text);
    }}
}}
"""


def mod_file(modules):
    text = f"""//! The binary interface: shapes only, that is vtables, structs, entry points, codes, flags, tags and identifiers.
//!
//! {MADE[:-1]} from the tables beside that script. Behaviour does not live here: nothing in this
//! folder calls a method or reads through a pointer, and of the crate it uses the types of arguments alone.

"""
    text += "".join(f"pub mod {name};\n" for name in sorted(modules + OURS))
    return text + "\n" + "".join(f"mod {name};\n" for name in sorted(PRIVATE)) + "\npub use crate::param;\n"


def paragraphs(text):
    """The text with every comment that has a line of more than 100 columns wrapped anew."""
    lines, done = text.split("\n"), []
    while lines:
        mark = re.match(r"(\s*//[/!]? )(?=\S)", lines[0])
        if not mark or "SAFETY" in lines[0]:
            done.append(lines.pop(0))
            continue
        of_one = [lines.pop(0)]
        while lines and lines[0].startswith(mark[1]) and lines[0][len(mark[1]):][:1] not in (" ", "*", "#", "`", "|"):
            of_one.append(lines.pop(0))
        if any(len(line) > 100 for line in of_one):
            body = " ".join(line[len(mark[1]):] for line in of_one)
            of_one = textwrap.wrap(body, 100, initial_indent=mark[1], subsequent_indent=mark[1],
                                   break_long_words=False, break_on_hyphens=False)
        done += of_one
    return "\n".join(done)


def rustfmt(text):
    done = subprocess.run(["rustfmt", "--edition", "2024", "--emit", "stdout"], input=text, text=True, cwd=ROOT,
                          stdout=subprocess.PIPE, check=True)
    return done.stdout


def files():
    made = {
        "codes": codes_file(), "entry": entry_file(), "flag": flag_file(), "iid": iid_file(),
        "structs": structs_file(), "tags": tags_file(),
    }
    for interface, name in FILES.items():
        made[name] = vtable_file(interface)
    made["mod"] = mod_file([name for name in made if name not in PRIVATE])
    made["layout_checks"] = layout_checks_file()
    written = {f"shapes/{name}.rs": text for name, text in made.items()}
    interfaces = {name: interface_file(interface) for interface, name in FILES.items() if interface != "IUnknown"}
    interfaces["mod"] = interfaces_mod_file(list(interfaces))
    written |= {f"interfaces/{name}.rs": text for name, text in interfaces.items()}
    written["tags.rs"] = typed_tags_file()
    return {name: paragraphs(rustfmt(text)) for name, text in written.items()}


def main():
    made = files()
    present = {f"{folder}/{path.name}" for folder in BY_HAND for path in (OUT / folder).glob("*.rs")}
    present -= {f"{folder}/{name}.rs" for folder, names in BY_HAND.items() for name in names}
    present |= {"tags.rs"} if (OUT / "tags.rs").exists() else set()
    if sys.argv[1:] == ["--check"]:
        differ = [name for name, text in made.items()
                  if name not in present or (OUT / name).read_text(encoding="utf-8") != text]
        differ += present - set(made)
        if differ:
            sys.exit("\n".join(f"provider-runtime/abi/src/{name}" for name in sorted(differ)))
    elif not sys.argv[1:]:
        for name, text in made.items():
            (OUT / name).parent.mkdir(parents=True, exist_ok=True)
            (OUT / name).write_text(text, encoding="utf-8")
        for name in present - set(made):
            print(f"not made here: provider-runtime/abi/src/{name}")
    else:
        sys.exit(__doc__)


main()
