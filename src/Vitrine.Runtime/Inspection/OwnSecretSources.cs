using System.Security.Cryptography;
using System.Text;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Runtime.Inspection;

/// <summary>
/// Reads what the person really has: secret variables, <c>.env</c> files, the credential files of common tools. Read by the supervisor, never logged, and
/// handed on as keyed hashes. A file that cannot be read is left out and named.
/// </summary>
public sealed class OwnSecretSources
{
    private const int LongestFile = 1 << 18, MostValues = 1024, MostKeyFiles = 32;

    private static readonly string[] CredentialFiles =
    [
        ".aws/credentials", ".netrc", ".npmrc", ".docker/config.json", ".config/gh/hosts.yml", ".git-credentials", ".config/git/credentials", ".kube/config",
            ".pypirc", ".pgpass", ".my.cnf", ".vault-token",
        ".config/gcloud/application_default_credentials.json", ".config/gcloud/credentials.db", ".cargo/credentials.toml", ".cargo/credentials",
        ".gem/credentials", ".nuget/NuGet/NuGet.Config", ".m2/settings.xml",
        ".gradle/gradle.properties", ".terraform.d/credentials.tfrc.json", ".config/hub", ".config/doctl/config.yaml", ".config/rclone/rclone.conf", ".s3cfg",
        ".boto", ".azure/msal_token_cache.json",
        ".config/openai/auth.json", ".codex/auth.json", ".claude/.credentials.json", ".gemini/oauth_creds.json", ".yarnrc.yml", ".huggingface/token",
        ".cache/huggingface/token",
    ];

    private readonly List<(string Name, ReadOnlyMemory<byte> Value)> _values = [];
    private readonly List<string> _unread = [];

    /// <summary>Names of files that are there and could not be read, or are too large.</summary>
    public IReadOnlyList<string> Unread => _unread;

    /// <summary>How many values were found.</summary>
    public int Count => _values.Count;

    /// <summary>Adds the variables whose names look secret, and those that are passed into the box.</summary>
    public void AddEnvironment(IEnumerable<KeyValuePair<string, string>> variables, IReadOnlySet<string> passedIn)
    {
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(passedIn);
        foreach ((string name, string value) in variables)
            if (passedIn.Contains(name) || OwnSecretText.IsSecretName(name))
                Add($"environment: {name}", value);
    }

    /// <summary>Adds the credential files of a home directory.</summary>
    public void AddHome(string home)
    {
        foreach (string file in CredentialFiles)
            AddFile(Path.Combine(home, file), $"~/{file}", IdentityFiles.Read);
        foreach (string key in Files(Path.Combine(home, ".ssh"), "*", MostKeyFiles))
            if (!key.EndsWith(".pub", StringComparison.Ordinal)
                && Path.GetFileName(key) is not ("known_hosts" or "known_hosts.old" or "authorized_keys" or "config"))
                AddFile(key, $"~/.ssh/{Path.GetFileName(key)}", IdentityFiles.Read);
    }

    /// <summary>Adds the <c>.env</c> files at the top of a workspace.</summary>
    public void AddWorkspace(string workspace)
    {
        foreach (string file in Files(workspace, ".env*", MostKeyFiles))
            if (!file.EndsWith(".example", StringComparison.Ordinal)
                && !file.EndsWith(".sample", StringComparison.Ordinal)
                && !file.EndsWith(".template", StringComparison.Ordinal))
                AddFile(file, Path.GetFileName(file), path => IdentityFiles.ReadBelow(workspace, Path.GetFileName(path)));
    }

    /// <summary>The values as keyed hashes, under a fresh key; what was read is forgotten.</summary>
    public OwnSecrets ToHashes()
    {
        Span<byte> key = stackalloc byte[32];
        RandomNumberGenerator.Fill(key);
        var hashes = new OwnSecrets(key, _values);
        CryptographicOperations.ZeroMemory(key);
        _values.Clear();
        return hashes;
    }

    private void AddFile(string path, string name, Func<string, string> read)
    {
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists)
                return;

            if (file.Length > LongestFile)
            {
                _unread.Add(name);
                return;
            }

            // A pipe or a device has no length, and reading one could block.
            if (file.Length == 0)
                return;
            // What it is may change until it is opened, above all in the workspace: read without waiting for a pipe, no more than the bound, and there through
            // no link.
            string text = read(path);
            if (text.Length == 0)
                _unread.Add(name);
            foreach ((string key, string value) in OwnSecretText.Values(text))
                Add(key.Length == 0 ? name : $"{name}: {key}", value);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _unread.Add(name);
        }
    }

    private static IEnumerable<string> Files(string folder, string pattern, int most)
    {
        try
        {
            return Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal).Take(most)] : [];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private void Add(string name, string value)
    {
        if (_values.Count < MostValues && value.Length >= OwnSecretForms.Shortest)
            _values.Add((name, Encoding.UTF8.GetBytes(value)));
    }
}
