namespace Vitrine.Core.Inspect.Secrets;

/// <summary>Reads a file of rules.</summary>
internal static class SecretRuleReader
{
    private const int MostRules = 4096, MostCharacters = 1 << 21;

    private static readonly System.Buffers.SearchValues<char> IdCharacters = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-_.");

    /// <exception cref="FormatException">The text is no file of rules; the message names the line.</exception>
    public static IReadOnlyList<SecretRule> Read(string text)
    {
        if (text.Length > MostCharacters)
            throw new FormatException($"A file of rules has at most {MostCharacters} characters.");
        var rules = new List<SecretRule>();
        var ids = new HashSet<string>(StringComparer.Ordinal);
        Block? block = null;
        int number = 0;
        foreach (ReadOnlySpan<char> raw in text.AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
            {
                if (block is not null)
                    rules.Add(block.ToRule());
                block = new Block(Id(line, number), number);
                if (!ids.Add(block.Id))
                    throw new FormatException($"Line {number}: the rule '{block.Id}' is there twice.");
                if (rules.Count == MostRules)
                    throw new FormatException($"Line {number}: more than {MostRules} rules.");
                continue;
            }

            if (block is null)
                throw new FormatException($"Line {number}: a property stands before the first [id].");
            block.Add(line, number);
        }

        if (block is not null)
            rules.Add(block.ToRule());
        return rules;
    }

    private static string Id(ReadOnlySpan<char> line, int number)
    {
        ReadOnlySpan<char> id = line[^1] == ']' ? line[1..^1] : default;
        return id.Length is > 0 and <= 64 && !id.ContainsAnyExcept(IdCharacters)
            ? id.ToString()
            : throw new FormatException($"Line {number}: a rule begins with [id], of lower-case letters, digits, '-', '_' and '.'.");
    }

    private sealed class Block(string id, int line)
    {
        private readonly List<Form> _forms = [];
        private readonly List<string> _names = [];
        private string? _vendor, _source;
        private SecretChecksum _checksum;

        public string Id => id;

        public void Add(ReadOnlySpan<char> property, int number)
        {
            int space = property.IndexOf(' ');
            ReadOnlySpan<char> name = space < 0 ? property : property[..space];
            string value = space < 0 ? "" : property[(space + 1)..].Trim().ToString();
            if (value.Length == 0)
                throw new FormatException($"Line {number}: '{name}' has no value.");
            switch (name)
            {
                case "vendor":
                    _vendor = value;
                    break;
                case "source":
                    _source = value;
                    break;
                case "form" when _forms.Count < 32:
                    _forms.Add(ToForm(value, number));
                    break;
                case "key":
                    _names.AddRange(value.ToLowerInvariant().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
                    break;
                case "check":
                    _checksum = Enum.TryParse(value, ignoreCase: true, out SecretChecksum checksum) && !char.IsAsciiDigit(value[0])
                        ? checksum
                        : throw new FormatException($"Line {number}: '{value}' is no check; github, gitlab, aws, jwt and wif are.");
                    break;
                default:
                    throw new FormatException($"Line {number}: '{name}' is no property; vendor, form, key, check and source are.");
            }
        }

        public SecretRule ToRule() => _forms.Count > 0
            ? new SecretRule(id, _vendor ?? id, _source, _forms, _names, _checksum)
            : throw new FormatException($"Line {line}: the rule '{id}' has no form.");

        private static Form ToForm(string text, int number)
        {
            try
            {
                return Form.Parse(text);
            }
            catch (FormatException fault)
            {
                throw new FormatException($"Line {number}: {fault.Message}", fault);
            }
        }
    }
}
