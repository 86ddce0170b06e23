"""How large the files may be that people send; a request that brings one may be a little larger."""

MOST_PICTURE_BYTES = 25_000_000
MOST_FLYER_BYTES = 20_000_000
# What stands around the file in a form.
FORM_BYTES = 100_000
PICTURE_BODY_BYTES = MOST_PICTURE_BYTES + FORM_BYTES
FLYER_BODY_BYTES = MOST_FLYER_BYTES + FORM_BYTES
