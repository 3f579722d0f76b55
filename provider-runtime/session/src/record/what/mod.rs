//! What a session records: one enum a subject, one struct an event, and one type over them all. The
//! tables in the files beside are the vocabulary: which events there are, by which names texts and
//! JSON lines call them, which facts each one has, and which rule it follows.
//!
//! An event says what was seen, never what is wrong. Logons, provider objects, services, requests
//! and messages have numbers of the session's own, in the order in which they come; objects, entry
//! identifiers, UIDs and libraries have such numbers by what they are. 0 is a null pointer, or
//! none.

pub mod process;
pub mod provider;
pub mod report;
pub mod session;
pub mod support;
mod table;
pub mod transport;

pub use super::fact::Flag;
pub use process::ProcessEvent;
pub use provider::ProviderEvent;
pub use report::ReportEvent;
pub use session::SessionEvent;
pub use support::SupportEvent;
pub use table::EventData;
pub use transport::TransportEvent;

use table::{Row, Subject};

/// What happened.
///
/// ```
/// use provider_runtime::session::What;
/// use provider_runtime::session::what::ProviderEvent;
/// use provider_runtime::session::what::provider::Shutdown;
///
/// let shutdown = What::from(Shutdown { provider: 1 });
/// assert_eq!(shutdown.name(), "prov.shutdown");
/// assert_eq!(shutdown.facts(), [("provider", 1)]);
/// assert_eq!(What::read("prov.shutdown", &[("provider", 1)]), Some(shutdown.clone()));
/// assert!(matches!(shutdown, What::Provider(ProviderEvent::Shutdown(event)) if event.provider == 1));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// In the process that MAPI shares with its providers.
    Process(ProcessEvent),
    /// To a provider object, or to one of its logons.
    Provider(ProviderEvent),
    /// To a transport, in the spooler, or in a fast shutdown.
    Transport(TransportEvent),
    /// To a support object, or to what is registered through it.
    Support(SupportEvent),
    /// Between a session and its clients, or to a message service.
    Session(SessionEvent),
    /// A finding of the referee's.
    Report(ReportEvent),
}

/// What a call of the record is about: an event whose data is known by its type, or one of several.
pub(crate) trait Recorded: Clone + Into<What> {
    /// It as a record has it; `None` for another event.
    fn within(what: &mut What) -> Option<&mut Self>;
}

impl Recorded for What {
    fn within(what: &mut What) -> Option<&mut Self> {
        Some(what)
    }
}

impl<E: EventData + Into<What>> Recorded for E
where
    E::Subject: Recorded,
{
    fn within(what: &mut What) -> Option<&mut Self> {
        E::of(E::Subject::within(what)?)
    }
}

impl<E: EventData> From<E> for What
where
    E::Subject: Into<What>,
{
    fn from(event: E) -> Self {
        event.into_subject().into()
    }
}

macro_rules! subjects {
    ($($variant:ident($subject:ident)),*) => {
        $(
            impl From<$subject> for What {
                fn from(event: $subject) -> Self {
                    Self::$variant(event)
                }
            }

            impl Recorded for $subject {
                fn within(what: &mut What) -> Option<&mut Self> {
                    match what {
                        What::$variant(event) => Some(event),
                        _ => None,
                    }
                }
            }
        )*

        impl What {
            fn named(name: &str) -> Option<Self> {
                None$(.or_else(|| $subject::named(name).map(Self::$variant)))*
            }

            fn row(&self) -> &dyn Row {
                match self {
                    $(Self::$variant(event) => event.row(),)*
                }
            }

            fn row_mut(&mut self) -> &mut dyn Row {
                match self {
                    $(Self::$variant(event) => event.row_mut(),)*
                }
            }

            /// The name of every event that there is.
            pub fn names() -> impl Iterator<Item = &'static str> {
                let names = [$($subject::NAMES),*];
                names.into_iter().flatten().copied()
            }
        }
    };
}

subjects! {
    Process(ProcessEvent),
    Provider(ProviderEvent),
    Transport(TransportEvent),
    Support(SupportEvent),
    Session(SessionEvent),
    Report(ReportEvent)
}

impl What {
    /// The event of a name and facts, as texts and JSON lines have them. A fact that is missing is
    /// as in an event of which nothing is known yet.
    ///
    /// `None` for a name that no event has, and for a fact that this event cannot have.
    pub fn read(name: &str, facts: &[(&str, u64)]) -> Option<Self> {
        let mut what = Self::named(name)?;
        let row = what.row_mut();
        facts.iter().all(|(name, value)| row.read(name, *value)).then_some(what)
    }

    /// The same with its detail, as texts and JSON lines have it.
    ///
    /// `None` for a detail that this event cannot have.
    pub fn with_detail(mut self, detail: &str) -> Option<Self> {
        self.row_mut().read_detail(detail).then_some(self)
    }

    /// Its name, `prov.logon`.
    pub fn name(&self) -> &'static str {
        self.row().name()
    }

    /// What it says in words: names of flags, a file, a text. Often empty.
    pub fn detail(&self) -> String {
        self.row().detail()
    }

    /// What was seen, as numbers under names.
    pub fn facts(&self) -> Vec<(&'static str, u64)> {
        let mut facts = Vec::new();
        self.row().show(&mut |name, value| facts.push((name, value)));
        facts
    }

    /// The first fact of this name.
    pub fn fact(&self, name: &str) -> Option<u64> {
        let mut found = None;
        self.row().show(&mut |other, value| {
            if other == name {
                found.get_or_insert(value);
            }
        });
        found
    }

    /// The number of the logon that it is about; `None` if it is about none.
    pub fn logon(&self) -> Option<u64> {
        self.fact("logon").filter(|logon| *logon != 0)
    }

    /// The number of the provider object that it is about; `None` if it is about none.
    pub fn provider(&self) -> Option<u64> {
        self.fact("provider").filter(|provider| *provider != 0)
    }

    /// The rule that it follows, unless the record is told another.
    pub(crate) fn rule(&self) -> &'static str {
        self.row().rule()
    }

    /// What it is in MAPI; `{}` stands for the letters of a kind. Empty for what has no name there.
    pub(crate) fn in_mapi(&self) -> &'static str {
        self.row().in_mapi()
    }
}
