//! Rows of the tables that the shapes do not have. Whatever is not named here has to be there.

use crate::tables::{Row, table};

/// Beside these: whatever begins with `IExchange`.
#[rustfmt::skip]
const INTERFACES: [&str; 20] = [
    // Neither a provider nor the session has to do with forms, display tables' controls or hooks.
    "IMAPIControl", "IMAPIForm", "IMAPIFormAdviseSink", "IMAPIFormContainer", "IMAPIFormFactory", "IMAPIFormInfo",
    "IMAPIFormMgr", "IMAPIMessageSite", "IMAPIViewAdviseSink", "IMAPIViewContext", "IPersistMessage", "ISpoolerHook",
    // Helpers of MAPI's utility library.
    "IPropData", "ITableData", "ITnef",
    // As another interface, slot for slot: IMAPIProp, IABContainer.
    "IMailUser", "IDistList",
    // Profiles are the session's own.
    "IProfAdmin", "IMsgServiceAdmin2", "IMSCapabilities",
];

/// Of forms, display tables, rules, TNEF and tracing, of which the shapes know only pointers;
/// `GUID` and `LARGE_INTEGER` are bytes and a number there.
#[rustfmt::skip]
pub const STRUCTS: [&str; 51] = [
    "FLATENTRY", "FLATENTRYLIST", "MTSID", "FLATMTSIDLIST", 
    
    
    "ADRPARM", "DTBLLABEL", "DTBLEDIT", "DTBLLBX", "DTBLCOMBOBOX", "DTBLDDLBX",
    "DTBLCHECKBOX", "DTBLGROUPBOX", "DTBLBUTTON", "DTBLPAGE", "DTBLRADIOBUTTON", "DTBLMVLISTBOX", "DTBLMVDDLBX",
    "OPTIONDATA", "DTCTL", "DTPAGE", "FORMPRINTSETUP", "SMAPIFormPropEnumVal", "SMAPIFormProp",
    "SMAPIFormPropArray", "SMAPIVerb", "SMAPIVerbArray", "SMessageClassArray", "SMAPIFormInfoArray", "TRACEENTRY",
    "TRACEINFO", "INTTRACEENTRY", "INTTRACEINFO", "ROWENTRY", "ROWLIST", "ACTION", "ACTIONS", "READSTATE",
    "SPropAttrArray", "ACCT_BIN", "ACCT_VARIANT", "RTF_WCSINFO", "RTF_WCSRETINFO", "GUID", "LARGE_INTEGER",
    "STnefProblem", "STnefProblemArray", "RENDDATA", "DTR", "TRP", "ADDRALIAS", "NSID",
];

/// MAPI's own exports' types, hooks, helpers, and second names of what is there. All rows of kind
/// `mapi-export` too.
#[rustfmt::skip]
pub const FUNCTIONS: [&str; 37] = [
    "HPProviderInit", "NOTIFCALLBACK", "ACCELERATEABSDI", "MAPIINITIALIZE", "MAPIUNINITIALIZE", "MAPILOGONEX",
    "MAPIALLOCATEBUFFER", "MAPIALLOCATEMORE", "MAPIFREEBUFFER", "MAPIADMINPROFILES", "PREPROCESSMESSAGE",
    "REMOVEPREPROCESSINFO", "ABPROVIDERINIT", "OPTIONCALLBACK", "XPPROVIDERINIT", "MSPROVIDERINIT",
    "MSGSERVICEENTRY", "CALLERRELEASE", "FNIDLE", "LPOPENSTREAMONFILE", "DISPATCHNOTIFICATIONS",
    "CREATECONVERSATIONINDEX", "FGETCOMPONENTPATH", "HPPROVIDERINIT", "LAUNCHWIZARDENTRY", "SERVICEWIZARDDLGPROC",
    "WIZARDENTRY", "MSGCALLRELEASE", "LPOPENTNEFSTREAM", "LPOPENTNEFSTREAMEX", "LPGETTNEFSTREAMCODEPAGE",
    "PreprocessMessage", "RemovePreprocessInfo", "<by ordinal>", "<WizardEntry>", "NSTServiceEntry",
    "PRProviderInit",
];

/// Groups of constants; result codes stand elsewhere, and what has no group belongs to the headers
/// themselves.
#[rustfmt::skip]
pub const GROUPS: [&str; 45] = [
    "status code", "one-off entry identifier", "length limit", "account manager", "property tag",
    "IMAPIProgress flag", "CreateOneOff flag", "PR_NDR_DIAG_CODE", "PR_DELIVERY_POINT", "PR_MSG_STATUS",
    "PR_STATUS", "PR_SECURITY", "PR_PRIORITY", "PR_SENSITIVITY", "PR_IMPORTANCE",
    "PR_ICON_INDEX", "IMAPIControl::GetState state", "PR_CONTROL_FLAGS", "PR_CONTROL_TYPE", "DTBLLBX.ulFlags",
    "WrapCompressedRTFStreamEx", "IMAPISession::ShowForm flag", "IProfAdmin::CreateProfile flag",
    "IMAPISupport::IStorageFromStream flag", "IMAPISupport::ReadReceipt flag", "credentials call (internal)",
    "DoMCDialog (internal)", "mapiutil helper", "idle engine", "OpenStreamOnFile flag", "HrValidateIPMSubtree flag",
    "RTFSync flag", "form", "form view", "", "profile wizard", "PR_DISPLAY_TYPE_EX", "PR_MSG_EDITOR_FORMAT",
    "Exchange profile", "Exchange store", "IMSCapabilities", "account notification", "enum _tagMethods",
    "enum (anon2)", "TNEF",
];

/// Their value depends on how a C program is built.
pub const FLAGS: [&str; 3] = ["fMapiUnicode", "PT_TSTRING", "PT_MV_TSTRING"];

pub fn is_interface(name: &str) -> bool {
    name.starts_with("IExchange") || INTERFACES.contains(&name)
}

/// The shapes have COM's and MAPI's own interfaces and named property sets; not Exchange's, nor
/// Outlook's accounts, nor property sets that only Outlook uses.
pub fn is_iid(row: &Row) -> bool {
    let is_mapis = ["unknwn.h", "mapiguid.h"].contains(&&*row["header"]);
    let is_kind = row["name"].starts_with("IID_") || row["name"].starts_with("PS_");
    !is_mapis || !is_kind
}

/// The tags of Exchange's directory: their identifiers, from 0x8000, are those of named properties
/// everywhere else.
pub fn is_tag(row: &Row) -> bool {
    row["header"] == "emsabtag.h"
}

/// Names in the lists that no table has: a slip of the pen, which would hide nothing yet but tell a
/// lie.
pub fn faults() -> Vec<String> {
    let lists: [(&str, &str, &[&str]); 5] = [
        ("interfaces", "interface", &INTERFACES),
        ("structs", "struct", &STRUCTS),
        ("entrypoints", "name", &FUNCTIONS),
        ("constants", "group", &GROUPS),
        ("constants", "name", &FLAGS),
    ];
    let unknown = lists.iter().flat_map(|(name, column, list)| {
        let rows = table(name);
        let is_known = move |name: &&&str| rows.iter().any(|row| row[*column] == **name);
        list.iter().filter(move |name| !is_known(name))
    });
    unknown.map(|name| format!("{name}: left out, and in no table")).collect()
}
