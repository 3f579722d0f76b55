//! Events of the process that MAPI shares with its providers: libraries, memory, threads, and what
//! a provider writes into the log.

use super::table::events;
use crate::record::fact::Fact;

/// Who should have given something back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    /// A provider object, by its number.
    Provider(u64),
    /// A message service, by its number: its `ServiceEntry`.
    Service(u64),
}

impl Default for Owner {
    fn default() -> Self {
        Self::Provider(0)
    }
}

impl Fact for Owner {
    fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        match self {
            Self::Provider(number) => show("provider", *number),
            Self::Service(number) => show("service", *number),
        }
    }

    fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
        match name {
            "provider" => *self = Self::Provider(value),
            "service" => *self = Self::Service(value),
            _ => return false,
        }
        true
    }
}

/// What is wrong with a call on an object that MAPI lends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MisuseKind {
    /// It is one Release more than there were references.
    #[default]
    ReleasedTooOften,
    /// It comes after the last Release.
    UsedAfterRelease,
    /// It comes after the call that the object was lent for.
    UsedAfterLoan,
}

impl Fact for MisuseKind {
    fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        match self {
            Self::ReleasedTooOften => show("over", 1),
            Self::UsedAfterRelease => show("late", 1),
            Self::UsedAfterLoan => show("kept", 1),
        }
    }

    fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
        match (name, value) {
            ("over", 1) => *self = Self::ReleasedTooOften,
            ("late", 1) => *self = Self::UsedAfterRelease,
            ("kept", 1) => *self = Self::UsedAfterLoan,
            _ => return false,
        }
        true
    }
}

events! {
    /// An event of the process.
    ProcessEvent {
        /// LoadLibrary of a provider's file.
        Load = "lib.load", "LoadLibrary", "LOAD-2" {
            /// Which library.
            library: u64,
        } says {
            /// The file that was found.
            path: String
        };

        /// FreeLibrary.
        Free = "lib.free", "FreeLibrary", "UNLOAD-1" {
            /// Which library.
            library: u64,
        };

        /// The last MAPIUninitialize has given every library back that it could.
        Over = "lib.over", "MAPIUninitialize, the last", "UNLOAD-1" {};

        /// A library is not freed, because something of it is alive.
        Stays = "lib.stays", "a library that is not freed", "UNLOAD-4" {
            /// Which library.
            library: u64,
            /// How many of its objects clients hold.
            held: u64,
            /// How many other things of it are alive.
            left: u64,
        } says {
            /// What is alive.
            alive: String
        };

        /// An entry point is looked up in a library.
        EntryPoint = "lib.entry", "", "ENTRY-1" {
            /// The provider object that it is to make.
            provider: u64,
            /// The message service that the provider belongs to.
            service: u64,
        } says {
            /// The entry point's name.
            entry_point: String
        };

        /// The allocators that check MAPI's memory have found a fault.
        MemoryFault = "mem.fault", "", "MEM-5" {} says {
            /// What they saw.
            fault: String
        };

        /// A call to MAPI does nothing, because a test has planned that; it stands inside the call.
        HostFault = "host.fault", "", "" {} says {
            /// Which call, and what it answers.
            fault: String
        };

        /// `IMalloc` is still held after its holder's end.
        LeftMalloc = "left.malloc", "", "ENTRY-5" {
            /// Who holds it.
            owner: Owner,
            /// With how many references.
            count: u64,
        };

        /// Profile sections are still open after all ends.
        LeftSections = "left.section", "", "LOGON-6" {
            /// The logon that opened them.
            logon: u64,
            /// How many.
            count: u64,
        };

        /// Blocks of MAPI's memory are still live after an entry point that failed.
        LeftMemory = "left.memory", "", "ENTRY-9" {
            /// The provider object that there was to be.
            provider: u64,
            /// How many.
            count: u64,
        };

        /// Objects of a message are still held after the call for which they were lent.
        LeftMessage = "left.message", "", "MEM-8" {
            /// The transport's logon that holds them.
            logon: u64,
            /// How many.
            count: u64,
        };

        /// Blocks of MAPI's memory are live after all providers have ended.
        LeftBlocks = "left.blocks", "", "MEM-2" {
            /// How many.
            count: u64,
        };

        /// An object has references left that no client has.
        LeftReferences = "left.object", "", "ERR-5" {
            /// The logon that it came from.
            logon: u64,
            /// How many.
            count: u64,
        };

        /// An object that MAPI lends is called when nobody may call it.
        Misuse = "lent.misuse", "", "MEM-13" {
            /// What is wrong with the call.
            kind: MisuseKind,
        } says {
            /// Which method of which interface.
            call: String
        };

        /// A provider's threads have not ended MAPI as often as they began it.
        LeftThreads = "left.threads", "", "THR-3" {
            /// How often MAPIInitialize was called.
            begun: u64,
            /// How often MAPIUninitialize was called.
            ended: u64,
        };

        /// A thread of a provider's begins MAPI for itself.
        ThreadBegins = "mapi.init", "MAPIInitialize", "THR-3" {};

        /// A thread of a provider's ends MAPI for itself.
        ThreadEnds = "mapi.uninit", "MAPIUninitialize", "THR-3" {};

        /// A provider writes a line into the log.
        LogLine = "word", "", "" {} says {
            /// What it says.
            text: String
        };

        /// A provider writes a warning into the log.
        LogWarning = "word.warning", "", "" {} says {
            /// What it says.
            text: String
        };

        /// A provider writes an error into the log.
        LogError = "word.error", "", "" {} says {
            /// What it says.
            text: String
        };
    }
}
