namespace Vitrine.Runtime.Policies;

/// <summary>The keys and words of a policy file: what the reader takes, and what the JSON schema says, which a test compares.</summary>
internal static class PolicyKeys
{
    public static readonly string[] Root = ["version", "extends", "files", "commands", "network", "data", "regions", "credentials", "limits", "record",
        "tests"];
    public static readonly string[] Files = ["workspace", "read", "write", "deny"];
    public static readonly string[] Commands = ["default", "allow", "record", "ask", "deny"];
    public static readonly string[] Command = ["program", "arguments"];
    public static readonly string[] Network = ["default", "allow", "ask", "deny"];
    public static readonly string[] Request = ["host", "methods", "paths", "purpose", "credential", "region"];
    public static readonly string[] Data = ["secrets", "identity", "hidden-text", "unscanned", "source", "regions", "budgets"];
    public static readonly string[] Source = ["default", "allow", "deny"];
    public static readonly string[] SourceRule = ["paths", "to"];
    public static readonly string[] Budgets = ["bytes-out", "tokens", "destinations"];
    public static readonly string[] Budget = ["bytes-out", "tokens"];
    public static readonly string[] Credential = ["environment", "file", "hosts", "header", "scheme", "only"];
    public static readonly string[] Limits = ["processes", "memory", "time"];
    public static readonly string[] Record = ["bodies", "witness", "unwitnessed", "retention", "hold"];
    public static readonly string[] Hold = ["agent", "workspace"];
    public static readonly string[] Witness = ["url", "key"];
    public static readonly string[] Test = ["name", "request", "read", "write", "command", "shell", "expect"];

    public static readonly string[] WorkspaceWords = ["read", "review", "write"];
    public static readonly string[] CommandDefaults = ["deny", "ask", "record", "allow"];
    public static readonly string[] NetworkDefaults = ["deny", "ask"];
    public static readonly string[] SecretsWords = ["block", "redact", "record"];
    public static readonly string[] IdentityWords = ["block", "redact", "record", "allow"];
    public static readonly string[] HiddenTextWords = ["block", "record", "allow"];
    public static readonly string[] UnscannedWords = ["deny", "record"];
    public static readonly string[] SourceDefaults = ["deny", "record", "allow"];
    public static readonly string[] BodiesWords = ["keep", "digest"];
    public static readonly string[] UnwitnessedWords = ["record", "deny"];
    public static readonly string[] ExpectWords = ["allow", "record", "ask", "deny"];
}
