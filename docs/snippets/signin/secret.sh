latchkey apply -f applications.yaml
latchkey application secret add crm # prints the client secret, once
