namespace Vitrine.Core.Summary;

/// <summary>
/// Files where people keep keys, tokens and passwords. An agent that opens one, or looks for one, is worth a line of its own. A name on this list is
/// no accusation: git asks for <c>.git-credentials</c> by itself.
/// </summary>
internal static class SecretPlaces
{
    /// <summary>Whether the path is one. By its text: where the file lies in the box does not matter.</summary>
    public static bool Contains(ReadOnlySpan<char> path)
    {
        int slash = path.LastIndexOf('/');
        return IsSecretName(path[(slash + 1)..]) || IsBelowSecretFolder(path) || IsSystemSecret(path);
    }

    private static bool IsSecretName(ReadOnlySpan<char> name)
    {
        if (name.Length < 4)
            return false;
        if (name[0] == 'i')
            return name is "id_rsa" or "id_dsa" or "id_ecdsa" or "id_ed25519" or "id_ecdsa_sk" or "id_ed25519_sk";
        return name[0] == '.'
            && (name is ".env" or ".netrc" or ".pgpass" or ".pypirc" or ".git-credentials" or ".bash_history" or ".zsh_history" or ".vault-token"
                || (name.StartsWith(".env.", StringComparison.Ordinal) && name is not (".env.example" or ".env.sample" or ".env.template")));
    }

    private static bool IsBelowSecretFolder(ReadOnlySpan<char> path)
    {
        // Folders are searched for at each "/." only: most paths have none.
        int at = path.IndexOf("/.", StringComparison.Ordinal);
        while (at >= 0)
        {
            path = path[(at + 2)..];
            if (Starts(path, "ssh")
                || Starts(path, "aws")
                || Starts(path, "gnupg")
                || Starts(path, "azure")
                || Starts(path, "kube")
                || Starts(path, "password-store")
                || Starts(path, "docker/config.json") || Starts(path, "config/gcloud") || Starts(path, "config/gh") || Starts(path, "config/google-chrome")
                || Starts(path, "config/chromium") || Starts(path, "mozilla") || Starts(path, "local/share/keyrings") || Starts(path, "cargo/credentials.toml"))
                return true;
            at = path.IndexOf("/.", StringComparison.Ordinal);
        }

        return false;
    }

    private static bool IsSystemSecret(ReadOnlySpan<char> path) =>
        path.StartsWith("/etc/", StringComparison.Ordinal)
            ? Starts(path[5..], "shadow") || Starts(path[5..], "gshadow") || Starts(path[5..], "sudoers") || Starts(path[5..], "ssl/private")
            : path.StartsWith("/proc/", StringComparison.Ordinal) && char.IsAsciiDigit(path[^1] == '/' || path.Length < 7 ? '/' : path[6])
                && (path.EndsWith("/environ", StringComparison.Ordinal) || path.EndsWith("/mem", StringComparison.Ordinal));

    private static bool Starts(ReadOnlySpan<char> path, string name) =>
        path.StartsWith(name, StringComparison.Ordinal) && (path.Length == name.Length || path[name.Length] == '/');
}
