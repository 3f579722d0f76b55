//! What a field of an event may be: how each type is shown as facts, which are numbers under names,
//! or as the event's detail, which is a text, and how it is read back. Which event has which fields
//! is in `what/`.

use crate::kind::Kind;

/// How a field is shown as facts, and read back from them.
pub(crate) trait Fact {
    /// Shows its facts; `own` is the field's name.
    fn show(&self, own: &'static str, show: &mut dyn FnMut(&'static str, u64));

    /// Takes one fact: whether it is one of this field's, with a value that it can have.
    fn read(&mut self, own: &str, name: &str, value: u64) -> bool;
}

/// How a field is shown as an event's detail, and read back from it.
pub(crate) trait Detail: Sized {
    /// The text.
    fn text(&self) -> String;

    /// What a text stands for; `None` for one that it cannot be.
    fn read(text: &str) -> Option<Self>;
}

/// What is shown as one number.
trait Number: Copy {
    fn number(self) -> u64;
    fn read(number: u64) -> Option<Self>;
}

impl Number for u64 {
    fn number(self) -> u64 {
        self
    }

    fn read(number: u64) -> Option<Self> {
        Some(number)
    }
}

impl Number for u32 {
    fn number(self) -> u64 {
        self.into()
    }

    fn read(number: u64) -> Option<Self> {
        number.try_into().ok()
    }
}

impl Number for bool {
    fn number(self) -> u64 {
        self.into()
    }

    fn read(number: u64) -> Option<Self> {
        match number {
            0 => Some(false),
            1 => Some(true),
            _ => None,
        }
    }
}

/// By PR_RESOURCE_TYPE.
impl Number for Kind {
    fn number(self) -> u64 {
        Self::number(self)
    }

    fn read(number: u64) -> Option<Self> {
        Self::of(number.try_into().ok()?)
    }
}

/// Sets a number that was read.
fn set<T: Number>(place: &mut T, value: u64) -> bool {
    let read = T::read(value);
    if let Some(read) = read {
        *place = read;
    }
    read.is_some()
}

impl<T: Number> Fact for T {
    fn show(&self, own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        show(own, self.number());
    }

    fn read(&mut self, own: &str, name: &str, value: u64) -> bool {
        own == name && set(self, value)
    }
}

/// What is known only later, or not of every such event.
impl<T: Number> Fact for Option<T> {
    fn show(&self, own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        if let Some(known) = self {
            show(own, known.number());
        }
    }

    fn read(&mut self, own: &str, name: &str, value: u64) -> bool {
        let read = T::read(value).filter(|_| own == name);
        if read.is_some() {
            *self = read;
        }
        read.is_some()
    }
}

/// One fact for each.
impl<T: Number> Fact for Vec<T> {
    fn show(&self, own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        for one in self {
            show(own, one.number());
        }
    }

    fn read(&mut self, own: &str, name: &str, value: u64) -> bool {
        let read = T::read(value).filter(|_| own == name);
        self.extend(read);
        read.is_some()
    }
}

/// Something that an event tells only if it is so: nothing is shown else.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flag(pub bool);

impl Fact for Flag {
    fn show(&self, own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
        if self.0 {
            show(own, 1);
        }
    }

    fn read(&mut self, own: &str, name: &str, value: u64) -> bool {
        own == name && set(&mut self.0, value)
    }
}

impl Detail for String {
    fn text(&self) -> String {
        self.clone()
    }

    fn read(text: &str) -> Option<Self> {
        Some(text.into())
    }
}

/// By its letters, `MS`.
impl Detail for Kind {
    fn text(&self) -> String {
        self.letters().into()
    }

    fn read(text: &str) -> Option<Self> {
        Self::ORDER.into_iter().find(|kind| kind.letters() == text)
    }
}

/// An enum that is shown as an event's detail: each variant by a text of its own.
macro_rules! words {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_doc])* $variant,)*
        }

        impl $crate::record::fact::Detail for $name {
            fn text(&self) -> String {
                let text = match self {
                    $(Self::$variant => $text,)*
                };
                text.into()
            }

            fn read(text: &str) -> Option<Self> {
                match text {
                    $($text => Some(Self::$variant),)*
                    _ => None,
                }
            }
        }
    };
}
pub(super) use words;

/// A part that several events share: its fields stand among their own.
macro_rules! part {
    (
        $(#[$doc:meta])*
        $name:ident { $($(#[$field_doc:meta])* $field:ident $(= $fact:literal)?: $type:ty),* $(,)? }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_doc])* pub $field: $type,)*
        }

        impl $crate::record::fact::Fact for $name {
            fn show(&self, _own: &'static str, show: &mut dyn FnMut(&'static str, u64)) {
                $($crate::record::fact::Fact::show(
                    &self.$field,
                    $crate::record::fact::fact_name!($field $(= $fact)?),
                    show,
                );)*
            }

            fn read(&mut self, _own: &str, name: &str, value: u64) -> bool {
                $($crate::record::fact::Fact::read(
                    &mut self.$field,
                    $crate::record::fact::fact_name!($field $(= $fact)?),
                    name,
                    value,
                ))||*
            }
        }
    };
}
pub(super) use part;

/// The name of a field's fact: the field's own, or the one that stands beside it in the table.
macro_rules! fact_name {
    ($field:ident) => {
        stringify!($field)
    };
    ($field:ident = $fact:literal) => {
        $fact
    };
}
pub(super) use fact_name;
