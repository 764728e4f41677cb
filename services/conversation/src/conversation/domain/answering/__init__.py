"""From passages to an answer that they support: quoting, prompting, checking."""
