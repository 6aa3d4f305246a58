"""A sending of files, bounded before a byte of it is kept."""

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from veille.core.uploads import bounds


class BoundedSending(FileUploadHandler):
    """Refuse a request that announces more than one may send; what is not announced is not read at all."""

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):  # noqa: N803
        if content_length > bounds.REQUEST_BYTES:
            raise RequestDataTooBig("Envoi trop volumineux.")

    def receive_data_chunk(self, raw_data, start):
        return raw_data

    def file_complete(self, file_size):
        return None
