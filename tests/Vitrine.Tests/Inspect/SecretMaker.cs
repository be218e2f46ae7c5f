using System.Text;
using Vitrine.Core.Inspect.Secrets;

namespace Vitrine.Tests.Inspect;

/// <summary>Makes well-formed secrets from the rules' own forms.</summary>
internal sealed class SecretMaker(int seed)
{
    private readonly Random _random = new(seed);

    public string Token(SecretRule rule) => Token(rule, rule.Forms[_random.Next(rule.Forms.Length)]);

    public string Token(SecretRule rule, Form form)
    {
        var text = new StringBuilder();
        if (rule.Checksum == SecretChecksum.Jwt)
        {
            text.Append(Base64Url("""{"alg":"HS256","typ":"JWT"}"""))
                .Append('.')
                .Append(rule.Id == "jwe" ? Letters(30) : Base64Url($$"""{"sub":"{{_random.Next()}}","n":"{{Letters(12)}}"}"""))
                .Append('.')
                .Append(Letters(43));
            return rule.Id == "jwe" ? $"{text}.{Letters(20)}.{Letters(22)}" : text.ToString();
        }

        Make(form.Root, text);
        return text.ToString();
    }

    public string Letters(int count) =>
        string.Concat(Enumerable.Range(0, count).Select(_ => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"[_random.Next(62)]));

    public string Hex(int count) => string.Concat(Enumerable.Range(0, count).Select(_ => "0123456789abcdef"[_random.Next(16)]));

    public T Pick<T>(IReadOnlyList<T> items) => items[_random.Next(items.Count)];

    private static string Base64Url(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private void Make(FormNode node, StringBuilder text)
    {
        switch (node)
        {
            case FormSequence sequence:
                foreach (FormNode part in sequence.Parts)
                    Make(part, text);
                break;
            case FormChoice choice:
                Make(choice.Ways[_random.Next(choice.Ways.Count)], text);
                break;
            case FormBytes bytes:
                byte[] members = [.. Enumerable.Range(0x21, 0x5E).Select(static value => (byte)value).Where(bytes.Set.Contains)];
                int most = Math.Min(bytes.Most, Math.Max(bytes.Least, 60));
                for (int count = _random.Next(bytes.Least, most + 1); count > 0; count--)
                    text.Append((char)(count == 1 && members.Length > 30
                        ? members.First(static b => b == 'A' || b == 'a' || b == 'Q' || b == '2')
                        : members[_random.Next(members.Length)]));
                break;
        }
    }
}
