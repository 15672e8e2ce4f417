"""What clients and their care team write to each other."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from clients.models import Client, Thread, ThreadFile, ThreadMessage, ThreadRead
from clients.thread_choices import MOST_FILES, MOST_SUBJECT, MOST_WORDS, ThreadAbout
from iop.api.fields import RowField, every, seen
from iop.api.uploads import UploadIn, held
from iop.clinic.models import StaffMember

THREAD = ("id", "client", "site", "about", "subject", "opened_at", "last_at", "waits_since", "answer_by", "assigned_to",
          "closed_at", "closed_by", "reads", "version")  # fmt: skip


class ThreadReadOut(serializers.ModelSerializer[ThreadRead]):
    """Until which message somebody has read: a colleague, or the client when there is no ``staff``."""

    class Meta:
        model = ThreadRead
        fields = ["id", "staff", "at", "seen_at"]
        read_only_fields = fields


class ThreadOut(serializers.ModelSerializer[Thread]):
    """One matter that a client and the care team write about."""

    subject = serializers.CharField()
    reads = ThreadReadOut(many=True, read_only=True)

    class Meta:
        model = Thread
        fields = THREAD
        read_only_fields = THREAD


class ThreadFileOut(serializers.ModelSerializer[ThreadFile]):
    """A file that went with a message."""

    client = serializers.UUIDField(source="message.thread.client_id")
    content_type = serializers.CharField(source="file.content_type")
    size_bytes = serializers.IntegerField(source="file.size_bytes")

    class Meta:
        model = ThreadFile
        fields = ["id", "message", "client", "content_type", "size_bytes"]
        read_only_fields = fields


class ThreadFileContentOut(ThreadFileOut):
    """A file itself, in Base64."""

    content = serializers.SerializerMethodField()

    class Meta(ThreadFileOut.Meta):
        fields = [*ThreadFileOut.Meta.fields, "content"]
        read_only_fields = fields

    def get_content(self, row: ThreadFile) -> str:
        """The file in Base64."""
        return held(row.file)


class ThreadMessageOut(serializers.ModelSerializer[ThreadMessage]):
    """One message: by the client, or by a colleague."""

    client = serializers.UUIDField(source="thread.client_id")
    words = serializers.CharField()
    files = ThreadFileOut(many=True, read_only=True)

    class Meta:
        model = ThreadMessage
        fields = ["id", "thread", "client", "by_client", "staff", "words", "sent_at", "files"]
        read_only_fields = fields


class ThreadWordsIn(serializers.Serializer[Any]):
    """A message. The same ``key`` again is the same message."""

    words = serializers.CharField(max_length=MOST_WORDS)
    key = serializers.UUIDField()
    files: Any = serializers.ListSerializer(child=UploadIn(), required=False, default=list, max_length=MOST_FILES)


class ThreadIn(ThreadWordsIn):
    """A thread with its first message, to a client who signs in from outside."""

    client = RowField(seen(Client))
    about = serializers.ChoiceField(choices=ThreadAbout.choices)
    subject = serializers.CharField(max_length=MOST_SUBJECT)


class ThreadAnswerIn(ThreadWordsIn):
    """An answer; ``seen`` is the time of the newest message that was read."""

    seen = serializers.DateTimeField()


class ThreadGiveIn(serializers.Serializer[Any]):
    """To whom a thread goes; nobody gives it back to the whole team."""

    version = serializers.IntegerField(min_value=1)
    to = RowField(every(StaffMember), allow_null=True)


class ThreadVersionIn(serializers.Serializer[Any]):
    """The version that was read."""

    version = serializers.IntegerField(min_value=1)


class ThreadReadIn(serializers.Serializer[Any]):
    """Until which message it was read."""

    until = serializers.DateTimeField()
