//! Events of support objects, which providers call, and of profile sections; and what the session
//! forgets of a logon that was registered through its support object.

use super::table::events;
use crate::record::fact::{Fact, Flag, part, words};
use crate::record::flags::logoff_flags;

/// What a support object is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Whose {
    /// A logon, by its number.
    Logon(u64),
    /// One call of `ServiceEntry`: a configuration support object, by its number.
    Config(u64),
}

impl Default for Whose {
    fn default() -> Self {
        Self::Logon(0)
    }
}

impl Fact for Whose {
    fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        match self {
            Self::Logon(number) => show("logon", *number),
            Self::Config(number) => show("config", *number),
        }
    }

    fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
        match name {
            "logon" => *self = Self::Logon(value),
            "config" => *self = Self::Config(value),
            _ => return false,
        }
        true
    }
}

words! {
    /// With which access a profile section is opened.
    SectionAccess {
        /// To be read.
        #[default]
        Read = "",
        /// To be read and written.
        Write = "MAPI_MODIFY",
        /// To be written, if that is possible.
        Best = "MAPI_BEST_ACCESS",
    }
}

part! {
    /// What becomes of a logon's row in the status table.
    RowChange {
        /// Whether the row is not there afterwards: it came without columns (STATUS-10).
        gone: Option<bool>,
        /// The tags of the required columns that it lacks.
        lacks: Vec<u32>,
        /// Its PR_RESOURCE_METHODS.
        methods: Option<u32>,
    }
}

events! {
    /// An event of a support object, of a profile section, or of what the session keeps of a logon.
    SupportEvent {
        /// `IMAPISupport::AddRef`
        AddRef = "sup.addref", "IMAPISupport::AddRef", "LOGON-2" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::Release`
        Release = "sup.release", "IMAPISupport::Release", "SUPREL-1" {
            /// The support object.
            whose: Whose,
            /// How many references are left.
            left: Option<u32>,
            /// Whether it is the last one.
            is_final = "final": Flag,
            /// How many profile sections are still open at the last one.
            sections: Option<u64>,
        } shows |release| if release.is_final.0 { "final".into() } else { String::new() };

        /// A call comes after the final Release.
        Late = "sup.late", "", "SUP-3" {
            /// The support object.
            whose: Whose,
            /// Whether it is one Release too many.
            over: bool,
        } says {
            /// Which call.
            call: String
        };

        /// A logon registers a UID: `IMAPISupport::SetProviderUID`.
        AddUid = "sup.uid+", "IMAPISupport::SetProviderUID", "UID-1" {
            /// The support object.
            whose: Whose,
            /// The UID.
            uid: Option<u64>,
        };

        /// A logon registers a status row: `IMAPISupport::ModifyStatusRow`.
        AddRow = "sup.row+", "IMAPISupport::ModifyStatusRow", "STATUS-1" {
            /// The support object.
            whose: Whose,
            /// The row.
            row: RowChange,
        };

        /// A logon changes its status row: `IMAPISupport::ModifyStatusRow` with STATUSROW_UPDATE.
        ChangeRow = "sup.row~", "IMAPISupport::ModifyStatusRow", "STATUS-1" {
            /// The support object.
            whose: Whose,
            /// The row.
            row: RowChange,
        };

        /// `IMAPISupport::OpenProfileSection`
        OpenSection = "sup.section", "IMAPISupport::OpenProfileSection", "LOGON-4" {
            /// The support object.
            whose: Whose,
        } says {
            /// With which access.
            access: SectionAccess
        };

        /// `IMAPISupport::WrapStoreEntryID`
        WrapEntry = "sup.wrap", "IMAPISupport::WrapStoreEntryID", "OPEN-11" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::CreateOneOff`
        CreateOneOff = "sup.one_off", "IMAPISupport::CreateOneOff", "SUP-1" {
            /// The support object.
            whose: Whose,
        };

        /// A store has ended its mail: `IMAPISupport::StoreLogoffTransports`.
        LogoffTransports = "sup.slt", "IMAPISupport::StoreLogoffTransports", "STORELOGOFF-6" {
            /// The support object.
            whose: Whose,
            /// The LOGOFF_ flags that it passes.
            flags: Option<u32>,
            /// Whether it counts: nothing of the store's is on its way any more.
            effective: Option<bool>,
        } shows |told| logoff_flags(told.flags.unwrap_or(0));

        /// `IMAPISupport::Subscribe`
        Subscribe = "sup.subscribe", "IMAPISupport::Subscribe", "NOTIF-2" {
            /// The support object.
            whose: Whose,
            /// The number of the subscription.
            connection: Option<u64>,
            /// NOTIFY_ flags.
            flags: u32,
        };

        /// `IMAPISupport::Unsubscribe`
        Unsubscribe = "sup.unsubscribe", "IMAPISupport::Unsubscribe", "NOTIF-4" {
            /// The support object.
            whose: Whose,
            /// The number of the subscription.
            connection: u64,
        };

        /// `IMAPISupport::Notify`
        Notify = "sup.notify", "IMAPISupport::Notify", "NOTIF-8" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::NewUID`
        NewUid = "sup.new_uid", "IMAPISupport::NewUID", "UID-5" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::GetMemAllocRoutines`
        GetAllocators = "sup.memory", "IMAPISupport::GetMemAllocRoutines", "LOAD-8" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::GetLastError`
        GetLastError = "sup.last_error", "IMAPISupport::GetLastError", "LASTERR-1" {
            /// The support object.
            whose: Whose,
        };

        /// A store or a transport tells the spooler something: `IMAPISupport::SpoolerNotify`.
        NotifySpooler = "sup.spooler_notify", "IMAPISupport::SpoolerNotify", "SPL-1" {
            /// The support object.
            whose: Whose,
            /// NOTIFY_ flags.
            flags: u32,
        } shows |notify| format!("{:#x}", notify.flags);

        /// A store is to stay in the profile: `IMAPISupport::ModifyProfile`.
        ModifyProfile = "sup.profile", "IMAPISupport::ModifyProfile", "MSLOGON-13" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::MakeInvalid`
        MakeInvalid = "sup.make_invalid", "IMAPISupport::MakeInvalid", "INVAL-2" {
            /// The support object.
            whose: Whose,
            /// Whether the block is none of MAPI's memory.
            foreign: Option<bool>,
        };

        /// `IMAPISupport::OpenEntry`
        OpenEntry = "sup.open", "IMAPISupport::OpenEntry", "OPEN-1" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::CompareEntryIDs`
        CompareEntries = "sup.compare", "IMAPISupport::CompareEntryIDs", "OPEN-7" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::OpenAddressBook`
        OpenBook = "sup.open_book", "IMAPISupport::OpenAddressBook", "REACT-9" {
            /// The support object.
            whose: Whose,
        };

        /// A transport lets others work meanwhile: `IMAPISupport::SpoolerYield`.
        Yield = "sup.yield", "IMAPISupport::SpoolerYield", "SPL-4" {
            /// The support object.
            whose: Whose,
        };

        /// A transport tells who did not get a message: `IMAPISupport::StatusRecips`.
        ReportRecipients = "sup.status_recips", "IMAPISupport::StatusRecips", "XPLOGON-8" {
            /// The support object.
            whose: Whose,
            /// How many recipients.
            count: Option<u64>,
        };

        /// An object's properties are copied: `IMAPISupport::DoCopyTo`, `DoCopyProps`.
        CopyObject = "sup.copy", "IMAPISupport::DoCopyTo", "PROP-80" {
            /// The support object.
            whose: Whose,
            /// MAPI_MOVE, MAPI_NOREPLACE, MAPI_DIALOG.
            flags: u32,
            /// How many properties the destination does not have afterwards.
            problems: Option<u64>,
        } says {
            /// Which method.
            method: String
        };

        /// Messages or a folder are copied: `IMAPISupport::CopyMessages`, `CopyFolder`.
        CopyContents = "sup.copy_contents", "IMAPISupport::CopyMessages", "FOLD-20" {
            /// The support object.
            whose: Whose,
            /// MESSAGE_ or FOLDER_ flags.
            flags: u32,
        } says {
            /// Which method.
            method: String
        };

        /// `IMAPISupport::DoProgressDialog`
        ShowProgress = "sup.progress", "IMAPISupport::DoProgressDialog", "PROP-88" {
            /// The support object.
            whose: Whose,
        };

        /// A message is made ready to be sent: `IMAPISupport::PrepareSubmit`, `ExpandRecips`.
        PrepareMessage = "sup.prepare", "IMAPISupport::PrepareSubmit", "SUBMIT-1" {
            /// The support object.
            whose: Whose,
            /// How many recipients have been changed or removed.
            changed: Option<u64>,
            /// NEEDS_ flags that the store is told.
            needs: Option<u32>,
        } says {
            /// Which method.
            method: String
        };

        /// A message has been sent: `IMAPISupport::DoSentMail`.
        FinishSent = "sup.sent_mail", "IMAPISupport::DoSentMail", "SUBMIT-6" {
            /// The support object.
            whose: Whose,
        } says {
            /// What becomes of it.
            outcome: String
        };

        /// `IMAPISupport::ReadReceipt`
        ReportRead = "sup.read_receipt", "IMAPISupport::ReadReceipt", "XPM-43" {
            /// The support object.
            whose: Whose,
        };

        /// `IMAPISupport::RegisterPreprocessor`
        AddPreprocessor = "sup.preprocessor", "IMAPISupport::RegisterPreprocessor", "SUBMIT-3" {
            /// The support object.
            whose: Whose,
        } says {
            /// Its DLL and function.
            function: String
        };

        /// `IMAPISupport::IStorageFromStream`
        MakeStorage = "sup.storage", "IMAPISupport::IStorageFromStream", "SUP-1" {
            /// The support object.
            whose: Whose,
        } says {
            /// Why the session does not have it.
            reason: String
        };

        /// `IMAPISupport::CompleteMsg`
        CompleteMessage = "sup.complete", "IMAPISupport::CompleteMsg", "SUBMIT-1" {
            /// The support object.
            whose: Whose,
        } says {
            /// Why the session does not have it.
            reason: String
        };

        /// `IMAPISupport::GetSvcConfigSupportObj`
        GetConfiguration = "sup.configuration", "IMAPISupport::GetSvcConfigSupportObj", "STATOBJ-7" {
            /// The support object.
            whose: Whose,
        };

        /// A dialog is to be shown, which this host has none for:
        /// `IMAPISupport::DoConfigPropsheet`, `Address`, `Details`, `NewEntry`.
        ShowDialog = "sup.dialog", "", "CFG-2" {
            /// The support object.
            whose: Whose,
        } says {
            /// Which method.
            method: String
        };

        /// A method is called that this support object does not have.
        Other = "sup.other", "", "SUP-1" {
            /// The support object.
            whose: Whose,
        };

        /// A profile section is changed: `IProfSect::SetProps`, `IProfSect::DeleteProps`.
        WriteSection = "sect.set", "IProfSect::SetProps", "LOGON-5" {
            /// The tags that are MAPI's own to write.
            computed: Vec<u32>,
            /// The logon that has the section open.
            logon: Option<u64>,
        };

        /// The session forgets a UID of a logon's.
        ForgetUid = "uid-", "MAPI forgets a MAPIUID", "SUPREL-2" {
            /// The logon.
            logon: u64,
            /// The UID.
            uid: u64,
        };

        /// The session removes a status row of a logon's.
        ForgetRow = "row-", "MAPI removes a status row", "SUPREL-2" {
            /// The logon.
            logon: u64,
        };

        /// The session cancels a subscription that a logon has left open.
        ForgetSubscription = "sub-", "MAPI cancels a subscription", "NOTIF-6" {
            /// The logon.
            logon: u64,
            /// The number of the subscription.
            connection: u64,
        };
    }
}

impl SupportEvent {
    /// What is said of a logon's row in the status table; `None` for another event.
    pub(crate) fn status_row_mut(&mut self) -> Option<&mut RowChange> {
        match self {
            Self::AddRow(event) => Some(&mut event.row),
            Self::ChangeRow(event) => Some(&mut event.row),
            _ => None,
        }
    }
}
