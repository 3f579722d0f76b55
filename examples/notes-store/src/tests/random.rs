//! Messages of random properties, recipients and attachments, which read back as they were stored,
//! also where they replace others.

use super::*;
use crate::folders;
use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

fn value() -> impl Strategy<Value = PropValue> {
    // Not a number is what compares with nothing: `what_is_no_number` has it.
    let real = || any::<f64>().prop_filter("numbers", |value| !value.is_nan());
    let single = prop_oneof![
        any::<i16>().prop_map(PropValue::I16),
        any::<i32>().prop_map(PropValue::I32),
        any::<i64>().prop_map(PropValue::I64),
        any::<i64>().prop_map(PropValue::Currency),
        any::<u64>().prop_map(PropValue::Time),
        any::<bool>().prop_map(PropValue::Bool),
        any::<i32>().prop_map(|code| PropValue::Error(Code(code))),
        any::<f32>().prop_filter("numbers", |value| !value.is_nan()).prop_map(PropValue::F32),
        real().prop_map(PropValue::F64),
        real().prop_map(PropValue::AppTime),
        any::<String>().prop_map(PropValue::Text),
        vec(any::<u8>(), 0..40).prop_map(PropValue::Binary),
        any::<[u8; 16]>().prop_map(PropValue::Guid),
        Just(PropValue::Null),
    ];
    let several = prop_oneof![
        vec(any::<i16>(), 0..5).prop_map(PropValue::I16s),
        vec(any::<i32>(), 0..5).prop_map(PropValue::I32s),
        vec(any::<i64>(), 0..5).prop_map(PropValue::I64s),
        vec(any::<i64>(), 0..5).prop_map(PropValue::Currencies),
        vec(any::<u64>(), 0..5).prop_map(PropValue::Times),
        vec(any::<f32>().prop_filter("numbers", |value| !value.is_nan()), 0..5).prop_map(PropValue::F32s),
        vec(real(), 0..5).prop_map(PropValue::F64s),
        vec(real(), 0..5).prop_map(PropValue::AppTimes),
        vec(any::<[u8; 16]>(), 0..5).prop_map(PropValue::Guids),
        vec(any::<String>(), 0..5).prop_map(PropValue::Texts),
        vec(vec(any::<u8>(), 0..10), 0..5).prop_map(PropValue::Binaries),
    ];
    let long = (60_000_usize..70_000).prop_flat_map(|length| {
        prop_oneof![Just(PropValue::Binary(vec![7; length])), Just(PropValue::Text("ß".repeat(length / 2 + 2000)))]
    });
    prop_oneof![10 => single, 4 => several, 1 => long]
}

/// Ids of columns and others.
fn id() -> impl Strategy<Value = u16> {
    let columns = crate::columns::MESSAGE.iter().map(|column| column.tag.id()).collect::<Vec<_>>();
    prop_oneof![3 => proptest::sample::select(columns), 4 => 0x1000_u16..0x1010, 2 => 0x8000_u16..=0xFFFE]
}

fn values() -> impl Strategy<Value = BTreeMap<u16, Property>> {
    let properties = btree_map(id(), value(), 0..8);
    properties.prop_map(|values| {
        let property = |(id, value): (u16, PropValue)| (id, Property { tag: PropTag::new(id, value.kind()), value });
        values.into_iter().map(property).collect()
    })
}

fn mail() -> impl Strategy<Value = Mail> {
    let recipients = || vec(values().prop_map(|values| values.into_values().collect::<Vec<_>>()), 0..3);
    let leaf = (values(), recipients()).prop_map(|(values, recipients)| Mail { values, recipients, ..Mail::default() });
    leaf.prop_recursive(3, 12, 3, move |inner| {
        let attachment = (values(), proptest::option::of(inner)).prop_map(|(mut values, message)| {
            if message.is_some() {
                values.remove(&tags::ATTACH_DATA_OBJ.id());
            }
            Attachment { values, message: message.map(Box::new) }
        });
        (values(), recipients(), btree_map(0_u32..4, attachment, 0..3))
            .prop_map(|(values, recipients, attachments)| Mail { values, recipients, attachments })
    })
}

/// The parts of a message that is new.
fn parts(mail: &Mail) -> Vec<GivenPart> {
    let mut parts = Vec::new();
    let mut open = vec![(None, mail)];
    while let Some((within, mail)) = open.pop() {
        let place = parts.len();
        let mut part = GivenPart {
            within,
            recipients: Some(mail.recipients.iter().cloned().map(StoredRecipient::of).collect()),
            ..GivenPart::new(Given::set(mail.values.values().cloned()))
        };
        for (number, attachment) in &mail.attachments {
            part = part.with(*number, AttachmentChangeKind::Added, Given::set(attachment.values.values().cloned()));
            open.extend(attachment.message.as_deref().map(|inner| (Some((place, *number)), inner)));
        }
        parts.push(part);
    }
    parts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_message_reads_back_as_it_was_stored(first in mail(), second in mail()) {
        let notes = in_memory();
        let id = create(&notes, &parts(&first));
        prop_assert_eq!(&notes.read(|all| read(all, id)).unwrap(), &first);
        // In the place of the first: nothing of that stays.
        notes.change(|all| commit::commit(all, id, 1, lend(&parts(&second)))).unwrap();
        prop_assert_eq!(&notes.read(|all| read(all, id)).unwrap(), &second);
        notes.change(|all| folders::delete_message(all, ROOT, id)).unwrap();
        assert_empty(&notes);
    }

    /// What is set and removed of a message, whatever it was before, is as if one had done it on a
    /// map.
    #[test]
    fn properties_change_as_those_of_a_map(first in values(), sets in vec(values(), 1..4), gone in vec(id(), 0..6)) {
        let notes = in_memory();
        let id = create(&notes, &[GivenPart::new(Given::set(first.values().cloned()))]);
        let mut expected = first;
        for (version, set) in (1..).zip(sets) {
            let removed: Vec<_> = gone.iter().filter(|id| !set.contains_key(id)).copied().collect();
            expected.retain(|id, _| !removed.contains(id));
            expected.extend(set.clone());
            let removed = removed.into_iter().map(|id| PropTag::new(id, 0)).collect();
            let given = Given { set: set.into_values().collect(), removed, ..Given::default() };
            notes.change(|all| commit::commit(all, id, version, lend(&[GivenPart::changed(given)]))).unwrap();
            prop_assert_eq!(&notes.read(|all| read(all, id)).unwrap().values, &expected);
        }
    }
}

#[test]
fn what_is_no_number_stays_none() {
    let notes = in_memory();
    let given = Given::set(
        [(1, PropValue::F64(f64::NAN)), (2, PropValue::F32(f32::NAN))]
            .map(|(id, value)| Property { tag: PropTag::new(0x6600 + id, value.kind()), value }),
    );
    let id = create(&notes, &[GivenPart::new(given)]);
    let shown = format!("{:?}", notes.read(|all| read(all, id)).unwrap().values.values().collect::<Vec<_>>());
    assert_eq!(shown.matches("NaN").count(), 2, "{shown}");
}
