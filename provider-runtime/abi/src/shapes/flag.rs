//! Flags and other numbers. Made by `tests/abi/write.py`.
//!
//! Property types and identifiers are `u16`, bookmarks `usize`, the bits of an entry identifier
//! `u8`, all others `u32`.
#![allow(non_upper_case_globals, reason = "constants keep their MAPI spelling")]

/// MAPIInitialize / MAPILogonEx / provider init flag.
pub const MAPI_NT_SERVICE: u32 = 0x0001_0000;

/// MAPIINIT_0.ulVersion.
pub const MAPI_INIT_VERSION: u32 = 0x0000_0000;

/// MAPIINIT_0.ulFlags.
pub const MAPI_MULTITHREAD_NOTIFICATIONS: u32 = 0x0000_0001;
/// MAPIINIT_0.ulFlags.
pub const MAPI_NO_COINIT: u32 = 0x0000_0008;

/// MAPILogonEx flag.
pub const MAPI_USE_DEFAULT: u32 = 0x0000_0040;
/// MAPILogonEx flag.
pub const MAPI_LOGON_UI: u32 = 0x0000_0001;
/// MAPILogonEx flag.
pub const MAPI_NEW_SESSION: u32 = 0x0000_0002;
/// MAPILogonEx flag.
pub const MAPI_APP_PROFILE: u32 = 0x0000_0004;
/// MAPILogonEx flag.
pub const MAPI_ALLOW_OTHERS: u32 = 0x0000_0008;
/// MAPILogonEx flag.
pub const MAPI_EXPLICIT_PROFILE: u32 = 0x0000_0010;
/// MAPILogonEx flag.
pub const MAPI_EXTENDED: u32 = 0x0000_0020;
/// MAPILogonEx flag.
pub const MAPI_FORCE_DOWNLOAD: u32 = 0x0000_1000;
/// MAPILogonEx flag.
pub const MAPI_SERVICE_UI_ALWAYS: u32 = 0x0000_2000;
/// MAPILogonEx flag.
pub const MAPI_NO_MAIL: u32 = 0x0000_8000;
/// MAPILogonEx flag.
pub const MAPI_PASSWORD_UI: u32 = 0x0002_0000;
/// MAPILogonEx flag.
pub const MAPI_TIMEOUT_SHORT: u32 = 0x0010_0000;
/// MAPILogonEx flag.
pub const MAPI_SIMPLE_DEFAULT: u32 = 0x0000_1009;
/// MAPILogonEx flag.
pub const MAPI_SIMPLE_EXPLICIT: u32 = 0x0000_1012;
/// MAPILogonEx flag.
pub const MAPI_BG_SESSION: u32 = 0x0020_0000;

/// IMAPISession::Logoff flag.
pub const MAPI_LOGOFF_SHARED: u32 = 0x0000_0001;
/// IMAPISession::Logoff flag.
pub const MAPI_LOGOFF_UI: u32 = 0x0000_0002;

/// IMAPISession::SetDefaultStore flag.
pub const MAPI_DEFAULT_STORE: u32 = 0x0000_0001;
/// IMAPISession::SetDefaultStore flag.
pub const MAPI_SIMPLE_STORE_TEMPORARY: u32 = 0x0000_0002;
/// IMAPISession::SetDefaultStore flag.
pub const MAPI_SIMPLE_STORE_PERMANENT: u32 = 0x0000_0003;
/// IMAPISession::SetDefaultStore flag.
pub const MAPI_PRIMARY_STORE: u32 = 0x0000_0004;
/// IMAPISession::SetDefaultStore flag.
pub const MAPI_SECONDARY_STORE: u32 = 0x0000_0005;

/// SPI version.
pub const CURRENT_SPI_VERSION: u32 = 0x0001_0010;
/// SPI version.
pub const PDK1_SPI_VERSION: u32 = 0x0001_0000;
/// SPI version.
pub const PDK2_SPI_VERSION: u32 = 0x0001_0008;
/// SPI version.
pub const PDK3_SPI_VERSION: u32 = 0x0001_0010;

/// string width flag.
pub const MAPI_UNICODE: u32 = 0x8000_0000;

/// open flag.
pub const MAPI_MODIFY: u32 = 0x0000_0001;
/// open flag.
pub const MAPI_BEST_ACCESS: u32 = 0x0000_0010;
/// open flag.
pub const MAPI_DEFERRED_ERRORS: u32 = 0x0000_0008;
/// open flag.
pub const MAPI_NO_CACHE: u32 = 0x0000_0200;
/// open flag.
pub const MAPI_CACHE_ONLY: u32 = 0x0000_4000;

/// PR_ACCESS.
pub const MAPI_ACCESS_MODIFY: u32 = 0x0000_0001;
/// PR_ACCESS.
pub const MAPI_ACCESS_READ: u32 = 0x0000_0002;
/// PR_ACCESS.
pub const MAPI_ACCESS_DELETE: u32 = 0x0000_0004;
/// PR_ACCESS.
pub const MAPI_ACCESS_CREATE_HIERARCHY: u32 = 0x0000_0008;
/// PR_ACCESS.
pub const MAPI_ACCESS_CREATE_CONTENTS: u32 = 0x0000_0010;
/// PR_ACCESS.
pub const MAPI_ACCESS_CREATE_ASSOCIATED: u32 = 0x0000_0020;

/// object type.
pub const MAPI_STORE: u32 = 0x0000_0001;
/// object type.
pub const MAPI_ADDRBOOK: u32 = 0x0000_0002;
/// object type.
pub const MAPI_FOLDER: u32 = 0x0000_0003;
/// object type.
pub const MAPI_ABCONT: u32 = 0x0000_0004;
/// object type.
pub const MAPI_MESSAGE: u32 = 0x0000_0005;
/// object type.
pub const MAPI_MAILUSER: u32 = 0x0000_0006;
/// object type.
pub const MAPI_ATTACH: u32 = 0x0000_0007;
/// object type.
pub const MAPI_DISTLIST: u32 = 0x0000_0008;
/// object type.
pub const MAPI_PROFSECT: u32 = 0x0000_0009;
/// object type.
pub const MAPI_STATUS: u32 = 0x0000_000A;
/// object type.
pub const MAPI_SESSION: u32 = 0x0000_000B;
/// object type.
pub const MAPI_FORMINFO: u32 = 0x0000_000C;

/// PR_RESOURCE_TYPE.
pub const MAPI_STORE_PROVIDER: u32 = 0x0000_0021;
/// PR_RESOURCE_TYPE.
pub const MAPI_AB: u32 = 0x0000_0022;
/// PR_RESOURCE_TYPE.
pub const MAPI_AB_PROVIDER: u32 = 0x0000_0023;
/// PR_RESOURCE_TYPE.
pub const MAPI_TRANSPORT_PROVIDER: u32 = 0x0000_0024;
/// PR_RESOURCE_TYPE.
pub const MAPI_SPOOLER: u32 = 0x0000_0025;
/// PR_RESOURCE_TYPE.
pub const MAPI_PROFILE_PROVIDER: u32 = 0x0000_0026;
/// PR_RESOURCE_TYPE.
pub const MAPI_SUBSYSTEM: u32 = 0x0000_0027;
/// PR_RESOURCE_TYPE.
pub const MAPI_HOOK_PROVIDER: u32 = 0x0000_0028;

/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_DEFAULT_OUTBOUND: u32 = 0x0000_0001;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_DEFAULT_STORE: u32 = 0x0000_0002;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_PRIMARY_IDENTITY: u32 = 0x0000_0004;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_SIMPLE_STORE: u32 = 0x0000_0008;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_XP_PREFER_LAST: u32 = 0x0000_0010;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_NO_PRIMARY_IDENTITY: u32 = 0x0000_0020;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_NO_DEFAULT_STORE: u32 = 0x0000_0040;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_TEMP_SECTION: u32 = 0x0000_0080;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_OWN_STORE: u32 = 0x0000_0100;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_NEED_IPM_TREE: u32 = 0x0000_0800;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_PRIMARY_STORE: u32 = 0x0000_1000;
/// PR_RESOURCE_FLAGS of a status row / provider.
pub const STATUS_SECONDARY_STORE: u32 = 0x0000_2000;

/// PR_RESOURCE_FLAGS of a message service.
pub const SERVICE_DEFAULT_STORE: u32 = 0x0000_0001;
/// PR_RESOURCE_FLAGS of a message service.
pub const SERVICE_SINGLE_COPY: u32 = 0x0000_0002;
/// PR_RESOURCE_FLAGS of a message service.
pub const SERVICE_CREATE_WITH_STORE: u32 = 0x0000_0004;
/// PR_RESOURCE_FLAGS of a message service.
pub const SERVICE_PRIMARY_IDENTITY: u32 = 0x0000_0008;
/// PR_RESOURCE_FLAGS of a message service.
pub const SERVICE_NO_PRIMARY_IDENTITY: u32 = 0x0000_0020;

/// PR_RESOURCE_METHODS.
pub const STATUS_VALIDATE_STATE: u32 = 0x0000_0001;
/// PR_RESOURCE_METHODS.
pub const STATUS_SETTINGS_DIALOG: u32 = 0x0000_0002;
/// PR_RESOURCE_METHODS.
pub const STATUS_CHANGE_PASSWORD: u32 = 0x0000_0004;
/// PR_RESOURCE_METHODS.
pub const STATUS_FLUSH_QUEUES: u32 = 0x0000_0008;

/// PR_STATUS_CODE.
pub const STATUS_AVAILABLE: u32 = 0x0000_0001;
/// PR_STATUS_CODE.
pub const STATUS_OFFLINE: u32 = 0x0000_0002;
/// PR_STATUS_CODE.
pub const STATUS_FAILURE: u32 = 0x0000_0004;
/// PR_STATUS_CODE.
pub const STATUS_INBOUND_ENABLED: u32 = 0x0001_0000;
/// PR_STATUS_CODE.
pub const STATUS_INBOUND_ACTIVE: u32 = 0x0002_0000;
/// PR_STATUS_CODE.
pub const STATUS_INBOUND_FLUSH: u32 = 0x0004_0000;
/// PR_STATUS_CODE.
pub const STATUS_OUTBOUND_ENABLED: u32 = 0x0010_0000;
/// PR_STATUS_CODE.
pub const STATUS_OUTBOUND_ACTIVE: u32 = 0x0020_0000;
/// PR_STATUS_CODE.
pub const STATUS_OUTBOUND_FLUSH: u32 = 0x0040_0000;
/// PR_STATUS_CODE.
pub const STATUS_REMOTE_ACCESS: u32 = 0x0080_0000;

/// IMAPISupport::ModifyStatusRow flag.
pub const STATUSROW_UPDATE: u32 = 0x1000_0000;

/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_NEWMAIL: u32 = 0x0000_0001;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_READYTOSEND: u32 = 0x0000_0002;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_SENTDEFERRED: u32 = 0x0000_0004;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_CRITSEC: u32 = 0x0000_1000;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_NONCRIT: u32 = 0x0000_2000;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_CONFIG_CHANGE: u32 = 0x0000_4000;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_CRITICAL_ERROR: u32 = 0x1000_0000;
/// IMAPISupport::SpoolerNotify flag.
pub const NOTIFY_NEWMAIL_RECEIVED: u32 = 0x2000_0000;

/// IMAPISupport::Subscribe / Notify flag.
pub const NOTIFY_SYNC: u32 = 0x4000_0000;
/// IMAPISupport::Subscribe / Notify flag.
pub const NOTIFY_CANCELED: u32 = 0x8000_0000;

/// IMAPISupport::PrepareSubmit flag.
pub const CHECK_SENDER: u32 = 0x0000_0001;
/// IMAPISupport::PrepareSubmit flag.
pub const NON_STANDARD: u32 = 0x0001_0000;

/// IMAPISupport::ExpandRecips flag, out.
pub const NEEDS_PREPROCESSING: u32 = 0x0000_0001;
/// IMAPISupport::ExpandRecips flag, out.
pub const NEEDS_SPOOLER: u32 = 0x0000_0002;

/// notification event.
pub const fnevCriticalError: u32 = 0x0000_0001;
/// notification event.
pub const fnevNewMail: u32 = 0x0000_0002;
/// notification event.
pub const fnevObjectCreated: u32 = 0x0000_0004;
/// notification event.
pub const fnevObjectDeleted: u32 = 0x0000_0008;
/// notification event.
pub const fnevObjectModified: u32 = 0x0000_0010;
/// notification event.
pub const fnevObjectMoved: u32 = 0x0000_0020;
/// notification event.
pub const fnevObjectCopied: u32 = 0x0000_0040;
/// notification event.
pub const fnevSearchComplete: u32 = 0x0000_0080;
/// notification event.
pub const fnevTableModified: u32 = 0x0000_0100;
/// notification event.
pub const fnevStatusObjectModified: u32 = 0x0000_0200;
/// notification event.
pub const fnevReservedForMapi: u32 = 0x4000_0000;
/// notification event.
pub const fnevExtended: u32 = 0x8000_0000;

/// notification callback result.
pub const CALLBACK_DISCONTINUE: u32 = 0x8000_0000;

/// message store logon / open flag.
pub const MDB_NO_DIALOG: u32 = 0x0000_0001;
/// message store logon / open flag.
pub const MDB_WRITE: u32 = 0x0000_0004;
/// message store logon / open flag.
pub const MDB_TEMPORARY: u32 = 0x0000_0020;
/// message store logon / open flag.
pub const MDB_NO_MAIL: u32 = 0x0000_0080;
/// message store logon / open flag.
pub const MDB_ONLINE: u32 = 0x0000_0100;

/// StoreLogoff / StoreLogoffTransports flag, in.
pub const LOGOFF_NO_WAIT: u32 = 0x0000_0001;
/// StoreLogoff / StoreLogoffTransports flag, in.
pub const LOGOFF_ORDERLY: u32 = 0x0000_0002;
/// StoreLogoff / StoreLogoffTransports flag, in.
pub const LOGOFF_PURGE: u32 = 0x0000_0004;
/// StoreLogoff / StoreLogoffTransports flag, in.
pub const LOGOFF_ABORT: u32 = 0x0000_0008;
/// StoreLogoff / StoreLogoffTransports flag, in.
pub const LOGOFF_QUIET: u32 = 0x0000_0010;

/// StoreLogoff / StoreLogoffTransports flag, out.
pub const LOGOFF_COMPLETE: u32 = 0x0001_0000;
/// StoreLogoff / StoreLogoffTransports flag, out.
pub const LOGOFF_INBOUND: u32 = 0x0002_0000;
/// StoreLogoff / StoreLogoffTransports flag, out.
pub const LOGOFF_OUTBOUND: u32 = 0x0004_0000;
/// StoreLogoff / StoreLogoffTransports flag, out.
pub const LOGOFF_OUTBOUND_QUEUE: u32 = 0x0008_0000;

/// IMsgStore::SetLockState state.
pub const MSG_LOCKED: u32 = 0x0000_0001;
/// IMsgStore::SetLockState state.
pub const MSG_UNLOCKED: u32 = 0x0000_0000;

/// PR_STORE_SUPPORT_MASK.
pub const STORE_ENTRYID_UNIQUE: u32 = 0x0000_0001;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_READONLY: u32 = 0x0000_0002;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_SEARCH_OK: u32 = 0x0000_0004;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_MODIFY_OK: u32 = 0x0000_0008;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_CREATE_OK: u32 = 0x0000_0010;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_ATTACH_OK: u32 = 0x0000_0020;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_OLE_OK: u32 = 0x0000_0040;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_SUBMIT_OK: u32 = 0x0000_0080;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_NOTIFY_OK: u32 = 0x0000_0100;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_MV_PROPS_OK: u32 = 0x0000_0200;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_CATEGORIZE_OK: u32 = 0x0000_0400;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_RTF_OK: u32 = 0x0000_0800;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_RESTRICTION_OK: u32 = 0x0000_1000;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_SORT_OK: u32 = 0x0000_2000;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_PUBLIC_FOLDERS: u32 = 0x0000_4000;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_UNCOMPRESSED_RTF: u32 = 0x0000_8000;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_UNICODE_OK: u32 = 0x0004_0000;
/// PR_STORE_SUPPORT_MASK.
pub const STORE_ITEMPROC: u32 = 0x0020_0000;

/// PR_STORE_STATE.
pub const STORE_HAS_SEARCHES: u32 = 0x0100_0000;

/// PR_VALID_FOLDER_MASK.
pub const FOLDER_IPM_SUBTREE_VALID: u32 = 0x0000_0001;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_IPM_INBOX_VALID: u32 = 0x0000_0002;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_IPM_OUTBOX_VALID: u32 = 0x0000_0004;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_IPM_WASTEBASKET_VALID: u32 = 0x0000_0008;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_IPM_SENTMAIL_VALID: u32 = 0x0000_0010;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_VIEWS_VALID: u32 = 0x0000_0020;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_COMMON_VIEWS_VALID: u32 = 0x0000_0040;
/// PR_VALID_FOLDER_MASK.
pub const FOLDER_FINDER_VALID: u32 = 0x0000_0080;

/// PR_FOLDER_TYPE.
pub const FOLDER_ROOT: u32 = 0x0000_0000;
/// PR_FOLDER_TYPE.
pub const FOLDER_GENERIC: u32 = 0x0000_0001;
/// PR_FOLDER_TYPE.
pub const FOLDER_SEARCH: u32 = 0x0000_0002;

/// IMAPIFolder::CreateFolder flag.
pub const OPEN_IF_EXISTS: u32 = 0x0000_0001;

/// IMAPIFolder::CopyMessages flag.
pub const MESSAGE_MOVE: u32 = 0x0000_0001;
/// IMAPIFolder::CopyMessages flag.
pub const MESSAGE_DIALOG: u32 = 0x0000_0002;

/// IMAPIFolder delete / empty / copy flag.
pub const DEL_MESSAGES: u32 = 0x0000_0001;
/// IMAPIFolder delete / empty / copy flag.
pub const FOLDER_DIALOG: u32 = 0x0000_0002;
/// IMAPIFolder delete / empty / copy flag.
pub const DEL_FOLDERS: u32 = 0x0000_0004;
/// IMAPIFolder delete / empty / copy flag.
pub const DEL_ASSOCIATED: u32 = 0x0000_0008;
/// IMAPIFolder delete / empty / copy flag.
pub const FOLDER_MOVE: u32 = 0x0000_0001;
/// IMAPIFolder delete / empty / copy flag.
pub const COPY_SUBFOLDERS: u32 = 0x0000_0010;

/// IMAPIFolder::SaveContentsSort flag.
pub const RECURSIVE_SORT: u32 = 0x0000_0002;

/// IMAPIContainer::GetHierarchyTable flag.
pub const CONVENIENT_DEPTH: u32 = 0x0000_0001;

/// IMAPIContainer::SetSearchCriteria flag.
pub const STOP_SEARCH: u32 = 0x0000_0001;
/// IMAPIContainer::SetSearchCriteria flag.
pub const RESTART_SEARCH: u32 = 0x0000_0002;
/// IMAPIContainer::SetSearchCriteria flag.
pub const RECURSIVE_SEARCH: u32 = 0x0000_0004;
/// IMAPIContainer::SetSearchCriteria flag.
pub const SHALLOW_SEARCH: u32 = 0x0000_0008;
/// IMAPIContainer::SetSearchCriteria flag.
pub const FOREGROUND_SEARCH: u32 = 0x0000_0010;
/// IMAPIContainer::SetSearchCriteria flag.
pub const BACKGROUND_SEARCH: u32 = 0x0000_0020;

/// associated contents flag.
pub const MAPI_ASSOCIATED: u32 = 0x0000_0040;

/// search state.
pub const SEARCH_RUNNING: u32 = 0x0000_0001;
/// search state.
pub const SEARCH_REBUILD: u32 = 0x0000_0002;
/// search state.
pub const SEARCH_RECURSIVE: u32 = 0x0000_0004;
/// search state.
pub const SEARCH_FOREGROUND: u32 = 0x0000_0008;

/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_READ: u32 = 0x0000_0001;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_UNMODIFIED: u32 = 0x0000_0002;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_SUBMIT: u32 = 0x0000_0004;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_UNSENT: u32 = 0x0000_0008;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_HASATTACH: u32 = 0x0000_0010;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_FROMME: u32 = 0x0000_0020;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_ASSOCIATED: u32 = 0x0000_0040;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_RESEND: u32 = 0x0000_0080;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_RN_PENDING: u32 = 0x0000_0100;
/// PR_MESSAGE_FLAGS.
pub const MSGFLAG_NRN_PENDING: u32 = 0x0000_0200;

/// SetReadFlag / SetReadFlags flag.
pub const SUPPRESS_RECEIPT: u32 = 0x0000_0001;
/// SetReadFlag / SetReadFlags flag.
pub const CLEAR_READ_FLAG: u32 = 0x0000_0004;
/// SetReadFlag / SetReadFlags flag.
pub const GENERATE_RECEIPT_ONLY: u32 = 0x0000_0010;
/// SetReadFlag / SetReadFlags flag.
pub const CLEAR_RN_PENDING: u32 = 0x0000_0020;
/// SetReadFlag / SetReadFlags flag.
pub const CLEAR_NRN_PENDING: u32 = 0x0000_0040;

/// IMessage::ModifyRecipients flag.
pub const MODRECIP_ADD: u32 = 0x0000_0002;
/// IMessage::ModifyRecipients flag.
pub const MODRECIP_MODIFY: u32 = 0x0000_0004;
/// IMessage::ModifyRecipients flag.
pub const MODRECIP_REMOVE: u32 = 0x0000_0008;

/// IMessage::SubmitMessage flag.
pub const FORCE_SUBMIT: u32 = 0x0000_0001;

/// IMessage::DeleteAttach flag.
pub const ATTACH_DIALOG: u32 = 0x0000_0001;

/// PR_SUBMIT_FLAGS.
pub const SUBMITFLAG_LOCKED: u32 = 0x0000_0001;
/// PR_SUBMIT_FLAGS.
pub const SUBMITFLAG_PREPROCESS: u32 = 0x0000_0002;

/// PR_ATTACH_METHOD.
pub const NO_ATTACHMENT: u32 = 0x0000_0000;
/// PR_ATTACH_METHOD.
pub const ATTACH_BY_VALUE: u32 = 0x0000_0001;
/// PR_ATTACH_METHOD.
pub const ATTACH_BY_REFERENCE: u32 = 0x0000_0002;
/// PR_ATTACH_METHOD.
pub const ATTACH_BY_REF_RESOLVE: u32 = 0x0000_0003;
/// PR_ATTACH_METHOD.
pub const ATTACH_BY_REF_ONLY: u32 = 0x0000_0004;
/// PR_ATTACH_METHOD.
pub const ATTACH_EMBEDDED_MSG: u32 = 0x0000_0005;
/// PR_ATTACH_METHOD.
pub const ATTACH_OLE: u32 = 0x0000_0006;
/// PR_ATTACH_METHOD.
pub const ATTACH_BY_WEBREFERENCE: u32 = 0x0000_0007;

/// recipient type.
pub const MAPI_ORIG: u32 = 0x0000_0000;
/// recipient type.
pub const MAPI_TO: u32 = 0x0000_0001;
/// recipient type.
pub const MAPI_CC: u32 = 0x0000_0002;
/// recipient type.
pub const MAPI_BCC: u32 = 0x0000_0003;
/// recipient type.
pub const MAPI_P1: u32 = 0x1000_0000;
/// recipient type.
pub const MAPI_SUBMITTED: u32 = 0x8000_0000;

/// IMAPIProp::SaveChanges flag.
pub const KEEP_OPEN_READONLY: u32 = 0x0000_0001;
/// IMAPIProp::SaveChanges flag.
pub const KEEP_OPEN_READWRITE: u32 = 0x0000_0002;
/// IMAPIProp::SaveChanges flag.
pub const FORCE_SAVE: u32 = 0x0000_0004;
/// IMAPIProp::SaveChanges flag.
pub const SPAMFILTER_ONSAVE: u32 = 0x0000_0080;
/// IMAPIProp::SaveChanges flag.
pub const ITEMPROC_FORCE: u32 = 0x0000_0800;
/// IMAPIProp::SaveChanges flag.
pub const NON_EMS_XP_SAVE: u32 = 0x0000_1000;

/// IMAPIProp::OpenProperty flag.
pub const MAPI_CREATE: u32 = 0x0000_0002;
/// IMAPIProp::OpenProperty flag.
pub const STREAM_APPEND: u32 = 0x0000_0004;

/// IMAPIProp::GetNamesFromIDs flag.
pub const MAPI_NO_STRINGS: u32 = 0x0000_0001;
/// IMAPIProp::GetNamesFromIDs flag.
pub const MAPI_NO_IDS: u32 = 0x0000_0002;

/// CopyTo / CopyProps flag.
pub const MAPI_MOVE: u32 = 0x0000_0001;
/// CopyTo / CopyProps flag.
pub const MAPI_NOREPLACE: u32 = 0x0000_0002;
/// CopyTo / CopyProps flag.
pub const MAPI_DECLINE_OK: u32 = 0x0000_0004;
/// CopyTo / CopyProps flag.
pub const MAPI_DIALOG: u32 = 0x0000_0008;

/// MAPINAMEID.ulKind.
pub const MNID_ID: u32 = 0x0000_0000;
/// MAPINAMEID.ulKind.
pub const MNID_STRING: u32 = 0x0000_0001;

/// MAPIERROR.ulVersion.
pub const MAPI_ERROR_VERSION: u32 = 0x0000_0000;

/// ENTRYID abFlags.
pub const MAPI_SHORTTERM: u8 = 0x80;
/// ENTRYID abFlags.
pub const MAPI_NOTRECIP: u8 = 0x40;
/// ENTRYID abFlags.
pub const MAPI_THISSESSION: u8 = 0x20;
/// ENTRYID abFlags.
pub const MAPI_NOW: u8 = 0x10;
/// ENTRYID abFlags.
pub const MAPI_NOTRESERVED: u8 = 0x08;
/// ENTRYID abFlags.
pub const MAPI_COMPOUND: u8 = 0x80;

/// property type.
pub const PT_UNSPECIFIED: u16 = 0x0000;
/// property type.
pub const PT_NULL: u16 = 0x0001;
/// property type.
pub const PT_I2: u16 = 0x0002;
/// property type.
pub const PT_LONG: u16 = 0x0003;
/// property type.
pub const PT_R4: u16 = 0x0004;
/// property type.
pub const PT_DOUBLE: u16 = 0x0005;
/// property type.
pub const PT_CURRENCY: u16 = 0x0006;
/// property type.
pub const PT_APPTIME: u16 = 0x0007;
/// property type.
pub const PT_ERROR: u16 = 0x000A;
/// property type.
pub const PT_BOOLEAN: u16 = 0x000B;
/// property type.
pub const PT_OBJECT: u16 = 0x000D;
/// property type.
pub const PT_I8: u16 = 0x0014;
/// property type.
pub const PT_STRING8: u16 = 0x001E;
/// property type.
pub const PT_UNICODE: u16 = 0x001F;
/// property type.
pub const PT_SYSTIME: u16 = 0x0040;
/// property type.
pub const PT_CLSID: u16 = 0x0048;
/// property type.
pub const PT_BINARY: u16 = 0x0102;
/// property type.
pub const PT_PTR: u16 = 0x0103;
/// property type.
pub const PT_SHORT: u16 = 0x0002;
/// property type.
pub const PT_I4: u16 = 0x0003;
/// property type.
pub const PT_FLOAT: u16 = 0x0004;
/// property type.
pub const PT_R8: u16 = 0x0005;
/// property type.
pub const PT_LONGLONG: u16 = 0x0014;
/// property type.
pub const PT_MV_I2: u16 = 0x1002;
/// property type.
pub const PT_MV_LONG: u16 = 0x1003;
/// property type.
pub const PT_MV_R4: u16 = 0x1004;
/// property type.
pub const PT_MV_DOUBLE: u16 = 0x1005;
/// property type.
pub const PT_MV_CURRENCY: u16 = 0x1006;
/// property type.
pub const PT_MV_APPTIME: u16 = 0x1007;
/// property type.
pub const PT_MV_SYSTIME: u16 = 0x1040;
/// property type.
pub const PT_MV_STRING8: u16 = 0x101E;
/// property type.
pub const PT_MV_BINARY: u16 = 0x1102;
/// property type.
pub const PT_MV_UNICODE: u16 = 0x101F;
/// property type.
pub const PT_MV_CLSID: u16 = 0x1048;
/// property type.
pub const PT_MV_I8: u16 = 0x1014;
/// property type.
pub const PT_MV_SHORT: u16 = 0x1002;
/// property type.
pub const PT_MV_I4: u16 = 0x1003;
/// property type.
pub const PT_MV_FLOAT: u16 = 0x1004;
/// property type.
pub const PT_MV_R8: u16 = 0x1005;
/// property type.
pub const PT_MV_LONGLONG: u16 = 0x1014;
/// property type.
pub const PT_SRESTRICTION: u16 = 0x00FD;
/// property type.
pub const PT_ACTIONS: u16 = 0x00FE;
/// property type.
pub const PT_FILE_HANDLE: u16 = 0x0103;
/// property type.
pub const PT_FILE_EA: u16 = 0x0104;
/// property type.
pub const PT_VIRTUAL: u16 = 0x0105;

/// property type bit.
pub const MV_FLAG: u16 = 0x1000;
/// property type bit.
pub const MV_INSTANCE: u16 = 0x2000;
/// property type bit.
pub const MVI_FLAG: u16 = 0x3000;

/// bookmark.
pub const BOOKMARK_BEGINNING: usize = 0x0;
/// bookmark.
pub const BOOKMARK_CURRENT: usize = 0x1;
/// bookmark.
pub const BOOKMARK_END: usize = 0x2;

/// table flag.
pub const TBL_ALL_COLUMNS: u32 = 0x0000_0001;
/// table flag.
pub const TBL_LEAF_ROW: u32 = 0x0000_0001;
/// table flag.
pub const TBL_EMPTY_CATEGORY: u32 = 0x0000_0002;
/// table flag.
pub const TBL_EXPANDED_CATEGORY: u32 = 0x0000_0003;
/// table flag.
pub const TBL_COLLAPSED_CATEGORY: u32 = 0x0000_0004;
/// table flag.
pub const TBL_NOWAIT: u32 = 0x0000_0001;
/// table flag.
pub const TBL_ASYNC: u32 = 0x0000_0001;
/// table flag.
pub const TBL_BATCH: u32 = 0x0000_0002;
/// table flag.
pub const TBL_NOADVANCE: u32 = 0x0000_0001;

/// table status.
pub const TBLSTAT_COMPLETE: u32 = 0x0000_0000;
/// table status.
pub const TBLSTAT_QCHANGED: u32 = 0x0000_0007;
/// table status.
pub const TBLSTAT_SORTING: u32 = 0x0000_0009;
/// table status.
pub const TBLSTAT_SORT_ERROR: u32 = 0x0000_000A;
/// table status.
pub const TBLSTAT_SETTING_COLS: u32 = 0x0000_000B;
/// table status.
pub const TBLSTAT_SETCOL_ERROR: u32 = 0x0000_000D;
/// table status.
pub const TBLSTAT_RESTRICTING: u32 = 0x0000_000E;
/// table status.
pub const TBLSTAT_RESTRICT_ERROR: u32 = 0x0000_000F;

/// table type.
pub const TBLTYPE_SNAPSHOT: u32 = 0x0000_0000;
/// table type.
pub const TBLTYPE_KEYSET: u32 = 0x0000_0001;
/// table type.
pub const TBLTYPE_DYNAMIC: u32 = 0x0000_0002;

/// table notification.
pub const TABLE_CHANGED: u32 = 0x0000_0001;
/// table notification.
pub const TABLE_ERROR: u32 = 0x0000_0002;
/// table notification.
pub const TABLE_ROW_ADDED: u32 = 0x0000_0003;
/// table notification.
pub const TABLE_ROW_DELETED: u32 = 0x0000_0004;
/// table notification.
pub const TABLE_ROW_MODIFIED: u32 = 0x0000_0005;
/// table notification.
pub const TABLE_SORT_DONE: u32 = 0x0000_0006;
/// table notification.
pub const TABLE_RESTRICT_DONE: u32 = 0x0000_0007;
/// table notification.
pub const TABLE_SETCOL_DONE: u32 = 0x0000_0008;
/// table notification.
pub const TABLE_RELOAD: u32 = 0x0000_0009;

/// IMAPITable::FindRow flag.
pub const DIR_BACKWARD: u32 = 0x0000_0001;

/// SSortOrder.ulOrder.
pub const TABLE_SORT_ASCEND: u32 = 0x0000_0000;
/// SSortOrder.ulOrder.
pub const TABLE_SORT_DESCEND: u32 = 0x0000_0001;
/// SSortOrder.ulOrder.
pub const TABLE_SORT_COMBINE: u32 = 0x0000_0002;
/// SSortOrder.ulOrder.
pub const TABLE_SORT_CATEG_MAX: u32 = 0x0000_0004;
/// SSortOrder.ulOrder.
pub const TABLE_SORT_CATEG_MIN: u32 = 0x0000_0008;

/// restriction type.
pub const RES_AND: u32 = 0x0000_0000;
/// restriction type.
pub const RES_OR: u32 = 0x0000_0001;
/// restriction type.
pub const RES_NOT: u32 = 0x0000_0002;
/// restriction type.
pub const RES_CONTENT: u32 = 0x0000_0003;
/// restriction type.
pub const RES_PROPERTY: u32 = 0x0000_0004;
/// restriction type.
pub const RES_COMPAREPROPS: u32 = 0x0000_0005;
/// restriction type.
pub const RES_BITMASK: u32 = 0x0000_0006;
/// restriction type.
pub const RES_SIZE: u32 = 0x0000_0007;
/// restriction type.
pub const RES_EXIST: u32 = 0x0000_0008;
/// restriction type.
pub const RES_SUBRESTRICTION: u32 = 0x0000_0009;
/// restriction type.
pub const RES_COMMENT: u32 = 0x0000_000A;
/// restriction type.
pub const RES_COUNT: u32 = 0x0000_000B;
/// restriction type.
pub const RES_ANNOTATION: u32 = 0x0000_000C;

/// relational operator.
pub const RELOP_LT: u32 = 0x0000_0000;
/// relational operator.
pub const RELOP_LE: u32 = 0x0000_0001;
/// relational operator.
pub const RELOP_GT: u32 = 0x0000_0002;
/// relational operator.
pub const RELOP_GE: u32 = 0x0000_0003;
/// relational operator.
pub const RELOP_EQ: u32 = 0x0000_0004;
/// relational operator.
pub const RELOP_NE: u32 = 0x0000_0005;
/// relational operator.
pub const RELOP_RE: u32 = 0x0000_0006;
/// relational operator.
pub const RELOP_MEMBER_OF_DL: u32 = 0x0000_0064;

/// fuzzy level.
pub const FL_FULLSTRING: u32 = 0x0000_0000;
/// fuzzy level.
pub const FL_SUBSTRING: u32 = 0x0000_0001;
/// fuzzy level.
pub const FL_PREFIX: u32 = 0x0000_0002;
/// fuzzy level.
pub const FL_IGNORECASE: u32 = 0x0001_0000;
/// fuzzy level.
pub const FL_IGNORENONSPACE: u32 = 0x0002_0000;
/// fuzzy level.
pub const FL_LOOSE: u32 = 0x0004_0000;

/// bitmask operator.
pub const BMR_EQZ: u32 = 0x0000_0000;
/// bitmask operator.
pub const BMR_NEZ: u32 = 0x0000_0001;

/// ValidateState flag.
pub const SUPPRESS_UI: u32 = 0x0000_0001;
/// ValidateState flag.
pub const REFRESH_XP_HEADER_CACHE: u32 = 0x0001_0000;
/// ValidateState flag.
pub const PROCESS_XP_HEADER_CACHE: u32 = 0x0002_0000;
/// ValidateState flag.
pub const FORCE_XP_CONNECT: u32 = 0x0004_0000;
/// ValidateState flag.
pub const FORCE_XP_DISCONNECT: u32 = 0x0008_0000;
/// ValidateState flag.
pub const CONFIG_CHANGED: u32 = 0x0010_0000;
/// ValidateState flag.
pub const ABORT_XP_HEADER_OPERATION: u32 = 0x0020_0000;
/// ValidateState flag.
pub const SHOW_XP_SESSION_UI: u32 = 0x0040_0000;

/// IMAPIStatus::SettingsDialog flag.
pub const UI_READONLY: u32 = 0x0000_0001;

/// FlushQueues flag.
pub const FLUSH_UPLOAD: u32 = 0x0000_0002;
/// FlushQueues flag.
pub const FLUSH_DOWNLOAD: u32 = 0x0000_0004;
/// FlushQueues flag.
pub const FLUSH_FORCE: u32 = 0x0000_0008;
/// FlushQueues flag.
pub const FLUSH_NO_UI: u32 = 0x0000_0010;
/// FlushQueues flag.
pub const FLUSH_ASYNC_OK: u32 = 0x0000_0020;

/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_INSTALL: u32 = 0x0000_0001;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_CREATE: u32 = 0x0000_0002;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_CONFIGURE: u32 = 0x0000_0003;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_DELETE: u32 = 0x0000_0004;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_UNINSTALL: u32 = 0x0000_0005;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_PROVIDER_CREATE: u32 = 0x0000_0006;
/// MSGSERVICEENTRY context.
pub const MSG_SERVICE_PROVIDER_DELETE: u32 = 0x0000_0007;

/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const UI_SERVICE: u32 = 0x0000_0002;
/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const SERVICE_UI_ALWAYS: u32 = 0x0000_0002;
/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const SERVICE_UI_ALLOWED: u32 = 0x0000_0010;
/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const UI_CURRENT_PROVIDER_FIRST: u32 = 0x0000_0004;
/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const MSG_SERVICE_UI_READ_ONLY: u32 = 0x0000_0008;
/// MSGSERVICEENTRY / ConfigureMsgService flag.
pub const SERVICE_LOGON_FAILED: u32 = 0x0000_0020;

/// address book logon / open flag.
pub const AB_NO_DIALOG: u32 = 0x0000_0001;
/// address book logon / open flag.
pub const AB_UNICODEUI: u32 = 0x0000_0040;

/// ADRPARM.ulFlags.
pub const ADRPARM_HELP_CTX: u32 = 0x0000_0000;
/// ADRPARM.ulFlags.
pub const DIALOG_MODAL: u32 = 0x0000_0001;
/// ADRPARM.ulFlags.
pub const DIALOG_SDI: u32 = 0x0000_0002;
/// ADRPARM.ulFlags.
pub const DIALOG_OPTIONS: u32 = 0x0000_0004;
/// ADRPARM.ulFlags.
pub const ADDRESS_ONE: u32 = 0x0000_0008;
/// ADRPARM.ulFlags.
pub const AB_SELECTONLY: u32 = 0x0000_0010;
/// ADRPARM.ulFlags.
pub const AB_RESOLVE: u32 = 0x0000_0020;

/// PR_CONTAINER_FLAGS.
pub const AB_RECIPIENTS: u32 = 0x0000_0001;
/// PR_CONTAINER_FLAGS.
pub const AB_SUBCONTAINERS: u32 = 0x0000_0002;
/// PR_CONTAINER_FLAGS.
pub const AB_MODIFIABLE: u32 = 0x0000_0004;
/// PR_CONTAINER_FLAGS.
pub const AB_UNMODIFIABLE: u32 = 0x0000_0008;
/// PR_CONTAINER_FLAGS.
pub const AB_FIND_ON_OPEN: u32 = 0x0000_0010;
/// PR_CONTAINER_FLAGS.
pub const AB_NOT_DEFAULT: u32 = 0x0000_0020;

/// PR_DISPLAY_TYPE.
pub const DT_MAILUSER: u32 = 0x0000_0000;
/// PR_DISPLAY_TYPE.
pub const DT_DISTLIST: u32 = 0x0000_0001;
/// PR_DISPLAY_TYPE.
pub const DT_FORUM: u32 = 0x0000_0002;
/// PR_DISPLAY_TYPE.
pub const DT_AGENT: u32 = 0x0000_0003;
/// PR_DISPLAY_TYPE.
pub const DT_ORGANIZATION: u32 = 0x0000_0004;
/// PR_DISPLAY_TYPE.
pub const DT_PRIVATE_DISTLIST: u32 = 0x0000_0005;
/// PR_DISPLAY_TYPE.
pub const DT_REMOTE_MAILUSER: u32 = 0x0000_0006;
/// PR_DISPLAY_TYPE.
pub const DT_MODIFIABLE: u32 = 0x0001_0000;
/// PR_DISPLAY_TYPE.
pub const DT_GLOBAL: u32 = 0x0002_0000;
/// PR_DISPLAY_TYPE.
pub const DT_LOCAL: u32 = 0x0003_0000;
/// PR_DISPLAY_TYPE.
pub const DT_WAN: u32 = 0x0004_0000;
/// PR_DISPLAY_TYPE.
pub const DT_NOT_SPECIFIC: u32 = 0x0005_0000;
/// PR_DISPLAY_TYPE.
pub const DT_FOLDER: u32 = 0x0100_0000;
/// PR_DISPLAY_TYPE.
pub const DT_FOLDER_LINK: u32 = 0x0200_0000;
/// PR_DISPLAY_TYPE.
pub const DT_FOLDER_SPECIAL: u32 = 0x0400_0000;
/// PR_DISPLAY_TYPE.
pub const DT_ROOM: u32 = 0x0000_0007;
/// PR_DISPLAY_TYPE.
pub const DT_EQUIPMENT: u32 = 0x0000_0008;
/// PR_DISPLAY_TYPE.
pub const DT_SEC_DISTLIST: u32 = 0x0000_0009;

/// IABContainer::CreateEntry flag.
pub const CREATE_CHECK_DUP_STRICT: u32 = 0x0000_0001;
/// IABContainer::CreateEntry flag.
pub const CREATE_CHECK_DUP_LOOSE: u32 = 0x0000_0002;
/// IABContainer::CreateEntry flag.
pub const CREATE_REPLACE: u32 = 0x0000_0004;

/// FlagList.ulFlag.
pub const MAPI_UNRESOLVED: u32 = 0x0000_0000;
/// FlagList.ulFlag.
pub const MAPI_AMBIGUOUS: u32 = 0x0000_0001;
/// FlagList.ulFlag.
pub const MAPI_RESOLVED: u32 = 0x0000_0002;

/// OpenTemplateID flag.
pub const FILL_ENTRY: u32 = 0x0000_0001;

/// transport deinit.
pub const DEINIT_NORMAL: u32 = 0x0000_0001;
/// transport deinit.
pub const DEINIT_HURRY: u32 = 0x8000_0000;

/// IXPProvider::TransportLogon flag, spooler to transport.
pub const LOGON_NO_DIALOG: u32 = 0x0000_0001;
/// IXPProvider::TransportLogon flag, spooler to transport.
pub const LOGON_NO_CONNECT: u32 = 0x0000_0004;
/// IXPProvider::TransportLogon flag, spooler to transport.
pub const LOGON_NO_INBOUND: u32 = 0x0000_0008;
/// IXPProvider::TransportLogon flag, spooler to transport.
pub const LOGON_NO_OUTBOUND: u32 = 0x0000_0010;

/// IXPProvider::TransportLogon flag, transport to spooler.
pub const LOGON_SP_IDLE: u32 = 0x0001_0000;
/// IXPProvider::TransportLogon flag, transport to spooler.
pub const LOGON_SP_POLL: u32 = 0x0002_0000;
/// IXPProvider::TransportLogon flag, transport to spooler.
pub const LOGON_SP_RESOLVE: u32 = 0x0004_0000;

/// IXPLogon::SubmitMessage flag.
pub const BEGIN_DEFERRED: u32 = 0x0000_0001;

/// IXPLogon::EndMessage flag.
pub const END_RESEND_NOW: u32 = 0x0001_0000;
/// IXPLogon::EndMessage flag.
pub const END_RESEND_LATER: u32 = 0x0002_0000;
/// IXPLogon::EndMessage flag.
pub const END_DONT_RESEND: u32 = 0x0004_0000;

/// IXPLogon::TransportLogoff flag.
pub const LOGOFF_NORMAL: u32 = 0x0000_0001;
/// IXPLogon::TransportLogoff flag.
pub const LOGOFF_HURRY: u32 = 0x8000_0000;

/// IXPLogon::TransportNotify flag.
pub const NOTIFY_ABORT_DEFERRED: u32 = 0x4000_0000;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_CANCEL_MESSAGE: u32 = 0x8000_0000;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_BEGIN_INBOUND: u32 = 0x0000_0001;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_END_INBOUND: u32 = 0x0001_0000;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_BEGIN_OUTBOUND: u32 = 0x0000_0002;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_END_OUTBOUND: u32 = 0x0002_0000;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_BEGIN_INBOUND_FLUSH: u32 = 0x0000_0004;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_END_INBOUND_FLUSH: u32 = 0x0004_0000;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_BEGIN_OUTBOUND_FLUSH: u32 = 0x0000_0008;
/// IXPLogon::TransportNotify flag.
pub const NOTIFY_END_OUTBOUND_FLUSH: u32 = 0x0008_0000;

/// OPTIONDATA.ulFlags.
pub const OPTION_TYPE_RECIPIENT: u32 = 0x0000_0001;
/// OPTIONDATA.ulFlags.
pub const OPTION_TYPE_MESSAGE: u32 = 0x0000_0002;

/// spooler hook.
pub const HOOK_DELETE: u32 = 0x0000_0001;
/// spooler hook.
pub const HOOK_CANCEL: u32 = 0x0000_0002;
/// spooler hook.
pub const HOOK_INBOUND: u32 = 0x0000_0200;
/// spooler hook.
pub const HOOK_OUTBOUND: u32 = 0x0000_0400;

/// property identifier.
pub const PROP_ID_NULL: u16 = 0x0000;
/// property identifier.
pub const PROP_ID_INVALID: u16 = 0xFFFF;
/// property identifier.
pub const PROP_ID_SECURE_MIN: u16 = 0x67F0;
/// property identifier.
pub const PROP_ID_SECURE_MAX: u16 = 0x67FF;
/// MAPILogonEx flag.
pub const MAPI_FORCE_ACCESS: u32 = 0x0008_0000;
