"""The privacy notice that people agree to when they sign up; each version stays readable."""

# The newest of `pages/privacy`. Who changes a word of it writes a new version: people agreed to the old one.
NOTICE_VERSION = 2
