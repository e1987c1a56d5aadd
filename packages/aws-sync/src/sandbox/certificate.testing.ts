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
