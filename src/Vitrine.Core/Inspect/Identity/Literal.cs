using System.Security.Cryptography;
using System.Text;

namespace Vitrine.Core.Inspect.Identity;

/// <summary>One way in which a value may stand in a text.</summary>
internal readonly record struct Literal(byte[] Bytes, IdentityKind Kind, string Form, bool IsWord)
{
    /// <summary>Digits of a digest that must stand there: 64 bits don't agree by chance.</summary>
    private const int DigestDigits = 16;

    /// <summary>Shorter encodings would be found in any long base64 text.</summary>
    private const int ShortestEncoded = 8;

    /// <summary>Every form of <paramref name="value"/>.</summary>
    public static IEnumerable<Literal> Of(IdentityValue value)
    {
        HashSet<string> written = [.. Variants(value)];
        HashSet<string> seen = [];
        foreach (string text in written)
        {
            foreach ((string form, string literal) in Forms(value.Kind, text))
            {
                if (literal.Length > 0 && seen.Add(literal))
                    yield return new Literal(Encoding.UTF8.GetBytes(literal), value.Kind, form, form is "clear" or "reversed");
            }
        }
    }

    private static IEnumerable<string> Variants(IdentityValue value)
    {
        string text = value.Value, lower = text.ToLowerInvariant(), upper = text.ToUpperInvariant();
        yield return text;
        if (value.Kind is IdentityKind.HostName or IdentityKind.UserName or IdentityKind.Email or IdentityKind.FullName)
        {
            yield return lower;
            yield return upper;
        }

        if (value.Kind == IdentityKind.MacAddress)
        {
            foreach (string form in new[] { lower, upper })
            {
                yield return form;
                yield return form.Replace(":", "", StringComparison.Ordinal);
                yield return form.Replace(':', '-');
            }
        }

        if (value.Kind == IdentityKind.MachineId && Guid.TryParse(text, out Guid id))
        {
            yield return id.ToString("N");
            yield return id.ToString("D");
            yield return id.ToString("D").ToUpperInvariant();
        }

        if (value.Kind == IdentityKind.Locale && text.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot)
        {
            foreach (string form in new[] { text[..dot], text[..dot].Replace('_', '-') })
            {
                if (OrdinaryWords.Tells(value with { Value = form }))
                    yield return form;
            }
        }
    }

    private static IEnumerable<(string Form, string Literal)> Forms(IdentityKind kind, string text)
    {
        yield return ("clear", text);
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        if (text.Length >= ShortestEncoded)
        {
            char[] back = text.ToCharArray();
            Array.Reverse(back);
            yield return ("reversed", new string(back));
        }

        foreach ((string, string) form in Encoded(text, bytes))
            yield return form;
        if (kind is IdentityKind.TimeZone or IdentityKind.Locale)
            yield break; // So few values that their digests hide nothing, and mean nothing.
        foreach (byte[] hashed in new[] { bytes, [.. bytes, (byte)'\n'] })
        {
            foreach ((string form, byte[] digest) in Digests(hashed))
            {
                string hex = Convert.ToHexStringLower(digest)[..DigestDigits], base64 = Convert.ToBase64String(digest)[..DigestDigits];
                yield return (form, hex);
                yield return (form, hex.ToUpperInvariant());
                yield return (form, base64);
                yield return (form, Url(base64));
            }
        }
    }

    private static IEnumerable<(string Form, string Literal)> Encoded(string text, byte[] bytes)
    {
        string url = Uri.EscapeDataString(text);
        if (url != text)
            yield return ("url", url);
        if (bytes.Length * 2 >= 12)
        {
            yield return ("hex", Convert.ToHexStringLower(bytes));
            yield return ("hex", Convert.ToHexString(bytes));
        }

        // In base64 a value may begin at any of three places of a group; what its neighbours decide is left off.
        for (int shift = 0; shift < 3; shift++)
        {
            int first = (shift * 8 + 5) / 6, last = (shift + bytes.Length) * 8 / 6;
            byte[] shifted = new byte[shift + bytes.Length];
            bytes.CopyTo(shifted, shift);
            if (last - first < ShortestEncoded)
                continue;
            string base64 = Convert.ToBase64String(shifted)[first..last];
            yield return ("base64", base64);
            yield return ("base64", Url(base64));
        }
    }

    private static string Url(string base64) => base64.Replace('+', '-').Replace('/', '_');

    // MD5 and SHA-1 are looked for because others use them so, not relied on.
#pragma warning disable CA5350, CA5351
    private static IEnumerable<(string Form, byte[] Digest)> Digests(byte[] value) =>
        [("md5", MD5.HashData(value)), ("sha1", SHA1.HashData(value)), ("sha256", SHA256.HashData(value)), ("sha512", SHA512.HashData(value))];
#pragma warning restore CA5350, CA5351
}
