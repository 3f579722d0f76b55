//! The names of result codes. Made by `tests/abi/write.py`.

use super::code::Code;

impl Code {
    /// `S_OK`
    pub const OK: Self = Self(0x0000_0000_u32 as i32);
    /// `MAPI_E_CALL_FAILED`
    pub const CALL_FAILED: Self = Self(0x8000_4005_u32 as i32);
    /// `MAPI_E_NOT_ENOUGH_MEMORY`
    pub const NOT_ENOUGH_MEMORY: Self = Self(0x8007_000E_u32 as i32);
    /// `MAPI_E_INVALID_PARAMETER`
    pub const INVALID_PARAMETER: Self = Self(0x8007_0057_u32 as i32);
    /// `MAPI_E_INTERFACE_NOT_SUPPORTED`
    pub const INTERFACE_NOT_SUPPORTED: Self = Self(0x8000_4002_u32 as i32);
    /// `MAPI_E_NO_ACCESS`
    pub const NO_ACCESS: Self = Self(0x8007_0005_u32 as i32);
    /// `MAPI_E_NO_SUPPORT`
    pub const NO_SUPPORT: Self = Self(0x8004_0102_u32 as i32);
    /// `MAPI_E_BAD_CHARWIDTH`
    pub const BAD_CHARWIDTH: Self = Self(0x8004_0103_u32 as i32);
    /// `MAPI_E_STRING_TOO_LONG`
    pub const STRING_TOO_LONG: Self = Self(0x8004_0105_u32 as i32);
    /// `MAPI_E_UNKNOWN_FLAGS`
    pub const UNKNOWN_FLAGS: Self = Self(0x8004_0106_u32 as i32);
    /// `MAPI_E_INVALID_ENTRYID`
    pub const INVALID_ENTRYID: Self = Self(0x8004_0107_u32 as i32);
    /// `MAPI_E_INVALID_OBJECT`
    pub const INVALID_OBJECT: Self = Self(0x8004_0108_u32 as i32);
    /// `MAPI_E_OBJECT_CHANGED`
    pub const OBJECT_CHANGED: Self = Self(0x8004_0109_u32 as i32);
    /// `MAPI_E_OBJECT_DELETED`
    pub const OBJECT_DELETED: Self = Self(0x8004_010A_u32 as i32);
    /// `MAPI_E_BUSY`
    pub const BUSY: Self = Self(0x8004_010B_u32 as i32);
    /// `MAPI_E_NOT_ENOUGH_DISK`
    pub const NOT_ENOUGH_DISK: Self = Self(0x8004_010D_u32 as i32);
    /// `MAPI_E_NOT_ENOUGH_RESOURCES`
    pub const NOT_ENOUGH_RESOURCES: Self = Self(0x8004_010E_u32 as i32);
    /// `MAPI_E_NOT_FOUND`
    pub const NOT_FOUND: Self = Self(0x8004_010F_u32 as i32);
    /// `MAPI_E_VERSION`
    pub const VERSION: Self = Self(0x8004_0110_u32 as i32);
    /// `MAPI_E_LOGON_FAILED`
    pub const LOGON_FAILED: Self = Self(0x8004_0111_u32 as i32);
    /// `MAPI_E_SESSION_LIMIT`
    pub const SESSION_LIMIT: Self = Self(0x8004_0112_u32 as i32);
    /// `MAPI_E_USER_CANCEL`
    pub const USER_CANCEL: Self = Self(0x8004_0113_u32 as i32);
    /// `MAPI_E_UNABLE_TO_ABORT`
    pub const UNABLE_TO_ABORT: Self = Self(0x8004_0114_u32 as i32);
    /// `MAPI_E_NETWORK_ERROR`
    pub const NETWORK_ERROR: Self = Self(0x8004_0115_u32 as i32);
    /// `MAPI_E_DISK_ERROR`
    pub const DISK_ERROR: Self = Self(0x8004_0116_u32 as i32);
    /// `MAPI_E_TOO_COMPLEX`
    pub const TOO_COMPLEX: Self = Self(0x8004_0117_u32 as i32);
    /// `MAPI_E_BAD_COLUMN`
    pub const BAD_COLUMN: Self = Self(0x8004_0118_u32 as i32);
    /// `MAPI_E_EXTENDED_ERROR`
    pub const EXTENDED_ERROR: Self = Self(0x8004_0119_u32 as i32);
    /// `MAPI_E_COMPUTED`
    pub const COMPUTED: Self = Self(0x8004_011A_u32 as i32);
    /// `MAPI_E_CORRUPT_DATA`
    pub const CORRUPT_DATA: Self = Self(0x8004_011B_u32 as i32);
    /// `MAPI_E_UNCONFIGURED`
    pub const UNCONFIGURED: Self = Self(0x8004_011C_u32 as i32);
    /// `MAPI_E_FAILONEPROVIDER`
    pub const FAILONEPROVIDER: Self = Self(0x8004_011D_u32 as i32);
    /// `MAPI_E_UNKNOWN_CPID`
    pub const UNKNOWN_CPID: Self = Self(0x8004_011E_u32 as i32);
    /// `MAPI_E_UNKNOWN_LCID`
    pub const UNKNOWN_LCID: Self = Self(0x8004_011F_u32 as i32);
    /// `MAPI_E_PASSWORD_CHANGE_REQUIRED`
    pub const PASSWORD_CHANGE_REQUIRED: Self = Self(0x8004_0120_u32 as i32);
    /// `MAPI_E_PASSWORD_EXPIRED`
    pub const PASSWORD_EXPIRED: Self = Self(0x8004_0121_u32 as i32);
    /// `MAPI_E_INVALID_WORKSTATION_ACCOUNT`
    pub const INVALID_WORKSTATION_ACCOUNT: Self = Self(0x8004_0122_u32 as i32);
    /// `MAPI_E_INVALID_ACCESS_TIME`
    pub const INVALID_ACCESS_TIME: Self = Self(0x8004_0123_u32 as i32);
    /// `MAPI_E_ACCOUNT_DISABLED`
    pub const ACCOUNT_DISABLED: Self = Self(0x8004_0124_u32 as i32);
    /// `MAPI_E_END_OF_SESSION`
    pub const END_OF_SESSION: Self = Self(0x8004_0200_u32 as i32);
    /// `MAPI_E_UNKNOWN_ENTRYID`
    pub const UNKNOWN_ENTRYID: Self = Self(0x8004_0201_u32 as i32);
    /// `MAPI_E_MISSING_REQUIRED_COLUMN`
    pub const MISSING_REQUIRED_COLUMN: Self = Self(0x8004_0202_u32 as i32);
    /// `MAPI_W_NO_SERVICE`
    pub const W_NO_SERVICE: Self = Self(0x0004_0203_u32 as i32);
    /// `MAPI_E_BAD_VALUE`
    pub const BAD_VALUE: Self = Self(0x8004_0301_u32 as i32);
    /// `MAPI_E_INVALID_TYPE`
    pub const INVALID_TYPE: Self = Self(0x8004_0302_u32 as i32);
    /// `MAPI_E_TYPE_NO_SUPPORT`
    pub const TYPE_NO_SUPPORT: Self = Self(0x8004_0303_u32 as i32);
    /// `MAPI_E_UNEXPECTED_TYPE`
    pub const UNEXPECTED_TYPE: Self = Self(0x8004_0304_u32 as i32);
    /// `MAPI_E_TOO_BIG`
    pub const TOO_BIG: Self = Self(0x8004_0305_u32 as i32);
    /// `MAPI_E_DECLINE_COPY`
    pub const DECLINE_COPY: Self = Self(0x8004_0306_u32 as i32);
    /// `MAPI_E_UNEXPECTED_ID`
    pub const UNEXPECTED_ID: Self = Self(0x8004_0307_u32 as i32);
    /// `MAPI_W_ERRORS_RETURNED`
    pub const W_ERRORS_RETURNED: Self = Self(0x0004_0380_u32 as i32);
    /// `MAPI_E_UNABLE_TO_COMPLETE`
    pub const UNABLE_TO_COMPLETE: Self = Self(0x8004_0400_u32 as i32);
    /// `MAPI_E_TIMEOUT`
    pub const TIMEOUT: Self = Self(0x8004_0401_u32 as i32);
    /// `MAPI_E_TABLE_EMPTY`
    pub const TABLE_EMPTY: Self = Self(0x8004_0402_u32 as i32);
    /// `MAPI_E_TABLE_TOO_BIG`
    pub const TABLE_TOO_BIG: Self = Self(0x8004_0403_u32 as i32);
    /// `MAPI_E_INVALID_BOOKMARK`
    pub const INVALID_BOOKMARK: Self = Self(0x8004_0405_u32 as i32);
    /// `MAPI_W_POSITION_CHANGED`
    pub const W_POSITION_CHANGED: Self = Self(0x0004_0481_u32 as i32);
    /// `MAPI_W_APPROX_COUNT`
    pub const W_APPROX_COUNT: Self = Self(0x0004_0482_u32 as i32);
    /// `MAPI_E_WAIT`
    pub const WAIT: Self = Self(0x8004_0500_u32 as i32);
    /// `MAPI_E_CANCEL`
    pub const CANCEL: Self = Self(0x8004_0501_u32 as i32);
    /// `MAPI_E_NOT_ME`
    pub const NOT_ME: Self = Self(0x8004_0502_u32 as i32);
    /// `MAPI_W_CANCEL_MESSAGE`
    pub const W_CANCEL_MESSAGE: Self = Self(0x0004_0580_u32 as i32);
    /// `MAPI_E_CORRUPT_STORE`
    pub const CORRUPT_STORE: Self = Self(0x8004_0600_u32 as i32);
    /// `MAPI_E_NOT_IN_QUEUE`
    pub const NOT_IN_QUEUE: Self = Self(0x8004_0601_u32 as i32);
    /// `MAPI_E_NO_SUPPRESS`
    pub const NO_SUPPRESS: Self = Self(0x8004_0602_u32 as i32);
    /// `MAPI_E_COLLISION`
    pub const COLLISION: Self = Self(0x8004_0604_u32 as i32);
    /// `MAPI_E_NOT_INITIALIZED`
    pub const NOT_INITIALIZED: Self = Self(0x8004_0605_u32 as i32);
    /// `MAPI_E_NON_STANDARD`
    pub const NON_STANDARD: Self = Self(0x8004_0606_u32 as i32);
    /// `MAPI_E_NO_RECIPIENTS`
    pub const NO_RECIPIENTS: Self = Self(0x8004_0607_u32 as i32);
    /// `MAPI_E_SUBMITTED`
    pub const SUBMITTED: Self = Self(0x8004_0608_u32 as i32);
    /// `MAPI_E_HAS_FOLDERS`
    pub const HAS_FOLDERS: Self = Self(0x8004_0609_u32 as i32);
    /// `MAPI_E_HAS_MESSAGES`
    pub const HAS_MESSAGES: Self = Self(0x8004_060A_u32 as i32);
    /// `MAPI_E_FOLDER_CYCLE`
    pub const FOLDER_CYCLE: Self = Self(0x8004_060B_u32 as i32);
    /// `MAPI_W_PARTIAL_COMPLETION`
    pub const W_PARTIAL_COMPLETION: Self = Self(0x0004_0680_u32 as i32);
    /// `MAPI_E_AMBIGUOUS_RECIP`
    pub const AMBIGUOUS_RECIP: Self = Self(0x8004_0700_u32 as i32);

    /// MAPI's name of the code.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::OK => Some("S_OK"),
            Self::CALL_FAILED => Some("MAPI_E_CALL_FAILED"),
            Self::NOT_ENOUGH_MEMORY => Some("MAPI_E_NOT_ENOUGH_MEMORY"),
            Self::INVALID_PARAMETER => Some("MAPI_E_INVALID_PARAMETER"),
            Self::INTERFACE_NOT_SUPPORTED => Some("MAPI_E_INTERFACE_NOT_SUPPORTED"),
            Self::NO_ACCESS => Some("MAPI_E_NO_ACCESS"),
            Self::NO_SUPPORT => Some("MAPI_E_NO_SUPPORT"),
            Self::BAD_CHARWIDTH => Some("MAPI_E_BAD_CHARWIDTH"),
            Self::STRING_TOO_LONG => Some("MAPI_E_STRING_TOO_LONG"),
            Self::UNKNOWN_FLAGS => Some("MAPI_E_UNKNOWN_FLAGS"),
            Self::INVALID_ENTRYID => Some("MAPI_E_INVALID_ENTRYID"),
            Self::INVALID_OBJECT => Some("MAPI_E_INVALID_OBJECT"),
            Self::OBJECT_CHANGED => Some("MAPI_E_OBJECT_CHANGED"),
            Self::OBJECT_DELETED => Some("MAPI_E_OBJECT_DELETED"),
            Self::BUSY => Some("MAPI_E_BUSY"),
            Self::NOT_ENOUGH_DISK => Some("MAPI_E_NOT_ENOUGH_DISK"),
            Self::NOT_ENOUGH_RESOURCES => Some("MAPI_E_NOT_ENOUGH_RESOURCES"),
            Self::NOT_FOUND => Some("MAPI_E_NOT_FOUND"),
            Self::VERSION => Some("MAPI_E_VERSION"),
            Self::LOGON_FAILED => Some("MAPI_E_LOGON_FAILED"),
            Self::SESSION_LIMIT => Some("MAPI_E_SESSION_LIMIT"),
            Self::USER_CANCEL => Some("MAPI_E_USER_CANCEL"),
            Self::UNABLE_TO_ABORT => Some("MAPI_E_UNABLE_TO_ABORT"),
            Self::NETWORK_ERROR => Some("MAPI_E_NETWORK_ERROR"),
            Self::DISK_ERROR => Some("MAPI_E_DISK_ERROR"),
            Self::TOO_COMPLEX => Some("MAPI_E_TOO_COMPLEX"),
            Self::BAD_COLUMN => Some("MAPI_E_BAD_COLUMN"),
            Self::EXTENDED_ERROR => Some("MAPI_E_EXTENDED_ERROR"),
            Self::COMPUTED => Some("MAPI_E_COMPUTED"),
            Self::CORRUPT_DATA => Some("MAPI_E_CORRUPT_DATA"),
            Self::UNCONFIGURED => Some("MAPI_E_UNCONFIGURED"),
            Self::FAILONEPROVIDER => Some("MAPI_E_FAILONEPROVIDER"),
            Self::UNKNOWN_CPID => Some("MAPI_E_UNKNOWN_CPID"),
            Self::UNKNOWN_LCID => Some("MAPI_E_UNKNOWN_LCID"),
            Self::PASSWORD_CHANGE_REQUIRED => Some("MAPI_E_PASSWORD_CHANGE_REQUIRED"),
            Self::PASSWORD_EXPIRED => Some("MAPI_E_PASSWORD_EXPIRED"),
            Self::INVALID_WORKSTATION_ACCOUNT => Some("MAPI_E_INVALID_WORKSTATION_ACCOUNT"),
            Self::INVALID_ACCESS_TIME => Some("MAPI_E_INVALID_ACCESS_TIME"),
            Self::ACCOUNT_DISABLED => Some("MAPI_E_ACCOUNT_DISABLED"),
            Self::END_OF_SESSION => Some("MAPI_E_END_OF_SESSION"),
            Self::UNKNOWN_ENTRYID => Some("MAPI_E_UNKNOWN_ENTRYID"),
            Self::MISSING_REQUIRED_COLUMN => Some("MAPI_E_MISSING_REQUIRED_COLUMN"),
            Self::W_NO_SERVICE => Some("MAPI_W_NO_SERVICE"),
            Self::BAD_VALUE => Some("MAPI_E_BAD_VALUE"),
            Self::INVALID_TYPE => Some("MAPI_E_INVALID_TYPE"),
            Self::TYPE_NO_SUPPORT => Some("MAPI_E_TYPE_NO_SUPPORT"),
            Self::UNEXPECTED_TYPE => Some("MAPI_E_UNEXPECTED_TYPE"),
            Self::TOO_BIG => Some("MAPI_E_TOO_BIG"),
            Self::DECLINE_COPY => Some("MAPI_E_DECLINE_COPY"),
            Self::UNEXPECTED_ID => Some("MAPI_E_UNEXPECTED_ID"),
            Self::W_ERRORS_RETURNED => Some("MAPI_W_ERRORS_RETURNED"),
            Self::UNABLE_TO_COMPLETE => Some("MAPI_E_UNABLE_TO_COMPLETE"),
            Self::TIMEOUT => Some("MAPI_E_TIMEOUT"),
            Self::TABLE_EMPTY => Some("MAPI_E_TABLE_EMPTY"),
            Self::TABLE_TOO_BIG => Some("MAPI_E_TABLE_TOO_BIG"),
            Self::INVALID_BOOKMARK => Some("MAPI_E_INVALID_BOOKMARK"),
            Self::W_POSITION_CHANGED => Some("MAPI_W_POSITION_CHANGED"),
            Self::W_APPROX_COUNT => Some("MAPI_W_APPROX_COUNT"),
            Self::WAIT => Some("MAPI_E_WAIT"),
            Self::CANCEL => Some("MAPI_E_CANCEL"),
            Self::NOT_ME => Some("MAPI_E_NOT_ME"),
            Self::W_CANCEL_MESSAGE => Some("MAPI_W_CANCEL_MESSAGE"),
            Self::CORRUPT_STORE => Some("MAPI_E_CORRUPT_STORE"),
            Self::NOT_IN_QUEUE => Some("MAPI_E_NOT_IN_QUEUE"),
            Self::NO_SUPPRESS => Some("MAPI_E_NO_SUPPRESS"),
            Self::COLLISION => Some("MAPI_E_COLLISION"),
            Self::NOT_INITIALIZED => Some("MAPI_E_NOT_INITIALIZED"),
            Self::NON_STANDARD => Some("MAPI_E_NON_STANDARD"),
            Self::NO_RECIPIENTS => Some("MAPI_E_NO_RECIPIENTS"),
            Self::SUBMITTED => Some("MAPI_E_SUBMITTED"),
            Self::HAS_FOLDERS => Some("MAPI_E_HAS_FOLDERS"),
            Self::HAS_MESSAGES => Some("MAPI_E_HAS_MESSAGES"),
            Self::FOLDER_CYCLE => Some("MAPI_E_FOLDER_CYCLE"),
            Self::W_PARTIAL_COMPLETION => Some("MAPI_W_PARTIAL_COMPLETION"),
            Self::AMBIGUOUS_RECIP => Some("MAPI_E_AMBIGUOUS_RECIP"),
            _ => None,
        }
    }
}
