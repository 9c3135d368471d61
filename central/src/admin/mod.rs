//! What officials and IT do: init, roll import, enrolment, revocation, closing.
