"""The kinds of updates: their names, how long they wait, which of them share a webhook lane."""

from datetime import timedelta

KINDS = frozenset(
    {
        "message",
        "edited_message",
        "channel_post",
        "edited_channel_post",
        "inline_query",
        "chosen_inline_result",
        "callback_query",
        "shipping_query",
        "pre_checkout_query",
        "poll",
        "poll_answer",
        "my_chat_member",
        "chat_member",
        "chat_join_request",
        "chat_boost",
        "removed_chat_boost",
        "message_reaction",
        "message_reaction_count",
        "business_connection",
        "business_message",
        "edited_business_message",
        "deleted_business_messages",
        "purchased_paid_media",
        "managed_bot",
        "guest_message",
    }
)
ON_REQUEST = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
DAY = timedelta(days=1)
# Kinds that wait for less than a day.
LIFETIME = {
    "callback_query": timedelta(seconds=150),
    "shipping_query": timedelta(seconds=150),
    "pre_checkout_query": timedelta(seconds=150),
    "inline_query": timedelta(seconds=30),
    "chosen_inline_result": timedelta(minutes=10),
}
# A message and its edits share one webhook lane per chat; taps go in a lane of their own.
LANES = {"edited_message": "message"}
