"""What the running application tells its operators: log lines, metrics and probes."""
