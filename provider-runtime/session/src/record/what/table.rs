//! How the events of one subject are declared: as a table with a row for each event. What the
//! events are stands in the tables, in the files beside this one.

/// What can be asked of any event's data.
pub(crate) trait Row {
    /// Its name in texts and JSON lines.
    fn name(&self) -> &'static str;

    /// What it is in MAPI; `{}` stands for the letters of a kind. Empty for what has no name there.
    fn in_mapi(&self) -> &'static str;

    /// The rule that it follows, unless the record is told another.
    fn rule(&self) -> &'static str;

    /// Shows its facts.
    fn show(&self, show: &mut dyn FnMut(&'static str, u64));

    /// Takes one fact: whether it has that one.
    fn read(&mut self, name: &str, value: u64) -> bool;

    /// What it says in words.
    fn detail(&self) -> String;

    /// Takes what it said in words: whether it can say that.
    fn read_detail(&mut self, detail: &str) -> bool;
}

/// The data of one event.
pub trait EventData: Clone + Default {
    /// The events of its subject.
    type Subject;

    /// The same as one of them.
    fn into_subject(self) -> Self::Subject;

    /// The data of an event that is this one.
    fn of(event: &mut Self::Subject) -> Option<&mut Self>;
}

/// The events of one subject.
pub(crate) trait Subject: Sized {
    /// Their names.
    const NAMES: &'static [&'static str];

    /// The event of a name, with nothing known of it.
    fn named(name: &str) -> Option<Self>;

    fn row(&self) -> &dyn Row;

    fn row_mut(&mut self) -> &mut dyn Row;
}

/// A table of events. A row is: the event, its name in texts, its name in MAPI, the rule that it
/// follows, its facts by their types; then, if it has a detail, either the field that it `says` or
/// how one is made of its facts, which it `shows`. A fact whose name is not its field's says so.
macro_rules! events {
    (
        $(#[$subject_doc:meta])*
        $subject:ident {
            $(
                $(#[$doc:meta])*
                $event:ident = $name:literal, $mapi:literal, $rule:literal {
                    $($(#[$field_doc:meta])* $field:ident $(= $fact:literal)?: $type:ty),* $(,)?
                }
                $(says { $(#[$said_doc:meta])* $said:ident: $said_type:ty })?
                $(shows $shown:expr)?;
            )*
        }
    ) => {
        $(#[$subject_doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $subject {
            $($(#[$doc])* $event($event),)*
        }

        impl $crate::record::what::table::Subject for $subject {
            const NAMES: &'static [&'static str] = &[$($name),*];

            fn named(name: &str) -> Option<Self> {
                match name {
                    $($name => Some(Self::$event($event::default())),)*
                    _ => None,
                }
            }

            fn row(&self) -> &dyn $crate::record::what::table::Row {
                match self {
                    $(Self::$event(event) => event,)*
                }
            }

            fn row_mut(&mut self) -> &mut dyn $crate::record::what::table::Row {
                match self {
                    $(Self::$event(event) => event,)*
                }
            }
        }

        $(
            $(#[$doc])*
            #[doc = concat!("\n\nCalled `", $name, "` in texts and JSON lines.")]
            #[derive(Clone, Debug, Default, PartialEq, Eq)]
            pub struct $event {
                $($(#[$field_doc])* pub $field: $type,)*
                $($(#[$said_doc])* pub $said: $said_type,)?
            }

            impl From<$event> for $subject {
                fn from(event: $event) -> Self {
                    Self::$event(event)
                }
            }

            impl $crate::record::what::table::EventData for $event {
                type Subject = $subject;

                fn into_subject(self) -> $subject {
                    $subject::$event(self)
                }

                fn of(event: &mut $subject) -> Option<&mut Self> {
                    match event {
                        $subject::$event(event) => Some(event),
                        _ => None,
                    }
                }
            }

            impl $crate::record::what::table::Row for $event {
                fn name(&self) -> &'static str {
                    $name
                }

                fn in_mapi(&self) -> &'static str {
                    $mapi
                }

                fn rule(&self) -> &'static str {
                    $rule
                }

                fn show(&self, _show: &mut dyn FnMut(&'static str, u64)) {
                    $($crate::record::fact::Fact::show(
                        &self.$field,
                        $crate::record::fact::fact_name!($field $(= $fact)?),
                        _show,
                    );)*
                }

                fn read(&mut self, _name: &str, _value: u64) -> bool {
                    $($crate::record::fact::Fact::read(
                        &mut self.$field,
                        $crate::record::fact::fact_name!($field $(= $fact)?),
                        _name,
                        _value,
                    ) ||)* false
                }

                $crate::record::what::table::detail! {
                    $event $($said: $said_type)? $(, $shown)?
                }
            }
        )*
    };
}
pub(super) use events;

/// The two functions of a row about its detail.
macro_rules! detail {
    ($event:ident) => {
        fn detail(&self) -> String {
            String::new()
        }

        fn read_detail(&mut self, detail: &str) -> bool {
            detail.is_empty()
        }
    };
    ($event:ident $said:ident: $type:ty) => {
        fn detail(&self) -> String {
            $crate::record::fact::Detail::text(&self.$said)
        }

        fn read_detail(&mut self, detail: &str) -> bool {
            let said = <$type as $crate::record::fact::Detail>::read(detail);
            let is_read = said.is_some();
            if let Some(said) = said {
                self.$said = said;
            }
            is_read
        }
    };
    ($event:ident, $shown:expr) => {
        fn detail(&self) -> String {
            let shown: fn(&$event) -> String = $shown;
            shown(self)
        }

        /// Its facts say it, too.
        fn read_detail(&mut self, detail: &str) -> bool {
            self.detail() == detail
        }
    };
}
pub(super) use detail;
