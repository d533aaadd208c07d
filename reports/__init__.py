"""What we found: tables and pages made from rows."""
