/** The public half of a signing certificate, good for a hundred years; its key was thrown away. */
export const certificateBody = `-----BEGIN CERTIFICATE-----
MIIBcjCCARmgAwIBAgIUWp7LEUNLu4re/aO1agGlGvVNhIQwCgYIKoZIzj0EAwIw
DjEMMAoGA1UEAwwDYW5hMCAXDTI2MTEyODAzNDUyNFoYDzIxMjYxMTA0MDM0NTI0
WjAOMQwwCgYDVQQDDANhbmEwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATTJG1o
rC+m3636t4u36iuVztonXbKcAVeG5J36BAPZf7CXgxRceK0JsLNdTd/KAfVryagm
rIr5iFlAZ2WUoC+mo1MwUTAdBgNVHQ4EFgQUNyFtPpgsh8wdhs0IsrDOXqdGxZ0w
HwYDVR0jBBgwFoAUNyFtPpgsh8wdhs0IsrDOXqdGxZ0wDwYDVR0TAQH/BAUwAwEB
/zAKBggqhkjOPQQDAgNHADBEAiAotF1zB/Cr5TBSbmHBMpZ5i6AbwSzZH3AAHLlU
CFdYdgIgPOBJbzvUPd7E0VnUn+atJdeCHxupcv29PLHwmoP5j3g=
-----END CERTIFICATE-----
`

/** The public half of an SSH key, whose other half was thrown away. */
export const sshPublicKeyBody = `-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA01qdVajTQlOaV7FAb6DY
kc2LVG0IMRl3aHKTZd1TcXNZv+06iNmmcRIGOUIavNzOIWAoqdapa6UqhfM3pQDm
gUm4J643IyRoyeH/d+7uIBxevnTzT6cLVB5SlW1qdJhNAWvJJwt5fHsRKGX0d5pI
eO0RsN4LlKz+Ay00dTEGejetBL7P58wyODlqKnsoJlf+5Jfwz2/EG03OnsswTJzs
cnRdzQNXkuxW35UGoGhqAWJBhWKRA8cxOnQBRQpgPkrmzY1obXK0XrDtXcs4o7wd
daQSjBB4KI+HqPJIQMNfwz4UiJP9BjjC6IkfqpE7iDvOnyfBTa8nvh4Hi9e9VpFz
MwIDAQAB
-----END PUBLIC KEY-----
`
