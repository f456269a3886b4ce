/** After how many events of its history the tests' engine has a workflow go on in a new run: a test makes them in seconds. */
export const newRunAfterEvents = 400;
