using System.Text;

namespace Vitrine.Audit.Reading.Hiding;

/// <summary>
/// Strings of a package that may be keys: names and versions of its manifests first, then the short strings of its programs. Bounded, each once.
/// </summary>
internal sealed class KeyBank
{
    private const int MostOfManifest = 64;
    private const int Most = 768;
    private const int LongestKey = 64;

    private readonly List<byte[]> _manifest = [];
    private readonly List<byte[]> _all = [];
    private readonly List<string> _texts = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Those that the manifests name, and what is usually made of them.</summary>
    public IReadOnlyList<byte[]> OfManifest => _manifest;

    /// <summary>All, the manifests' first.</summary>
    public IReadOnlyList<byte[]> All => [.. _manifest, .. _all];

    /// <summary>All as they stand there, without what was made of them.</summary>
    public IEnumerable<string> Texts => _texts;

    /// <summary>Adds a value of a manifest.</summary>
    public void AddOfManifest(string value)
    {
        if (value.Length is 0 or > LongestKey || _manifest.Count >= MostOfManifest || !_known.Add(value))
            return;
        _texts.Add(value);
        byte[] bytes = Encoding.UTF8.GetBytes(value);
        _manifest.Add(bytes);
        // A name is often hashed first, for a key of more than letters.
        _manifest.Add(System.Security.Cryptography.SHA256.HashData(bytes));
#pragma warning disable CA5351 // Not for security: targets use it.
        _manifest.Add(System.Security.Cryptography.MD5.HashData(bytes));
#pragma warning restore CA5351
    }

    /// <summary>Adds a string of a program.</summary>
    public void Add(string value)
    {
        if (value.Length is < 2 or > LongestKey || _all.Count >= Most || !_known.Add(value))
            return;
        _texts.Add(value);
        _all.Add(Encoding.UTF8.GetBytes(value));
        if (value.Length >= 4 && value.Length % 2 == 0 && Escapes.EndOfHex(value) < 0)
            _all.Add(Convert.FromHexString(value));
    }
}
