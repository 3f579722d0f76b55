//! The text of a property that is a number.

use provider_runtime::prelude::*;

fn size(message: &OutgoingMessage<'_>) -> Result<Option<String>> {
    message.text(tags::MESSAGE_SIZE)
}

fn main() {}
