using System.Globalization;
using System.Text;
using Vitrine.Audit.Reading.Harvesting;

namespace Vitrine.Audit.Reading.Script;

/// <summary>
/// Files what stands in code and not in strings: calls, variables of the environment, keys read from answers, numbers that are dates, offsets and thresholds.
/// </summary>
internal sealed class JsFacts(ReadingState state, ReadOnlyMemory<byte> source, JsToken[] tokens, int count, JsContext context, Func<int, Sighting> seen)
{
    private const double FirstDay = 17_500;
    private const double LastDay = 25_600;
    private const int MostParts = 12;

    public void Run()
    {
        bool readsAnswers = false;
        for (int at = 0; at < count; at++)
        {
            switch (tokens[at].Kind)
            {
                case JsTokenKind.Word:
                    Word(at, ref readsAnswers);
                    break;
                case JsTokenKind.Number when tokens[at].End - tokens[at].Start < 24:
                    Number(at);
                    break;
            }
        }
    }

    private void Word(int at, ref bool readsAnswers)
    {
        ReadOnlySpan<byte> word = tokens[at].In(source.Span);
        if (Is(at + 1, "("u8) && JsSigns.Call(word) is { } call && (call is not "import()" || !Is(at + 2, "\""u8)))
            Api(at, call, word);
        else if (word.SequenceEqual("detached"u8) && Is(at + 1, ":"u8))
            state.Harvester.Table.Add(HarvestKind.Api, "detached", seen(at));
        else if (word.SequenceEqual("env"u8))
            Environment(at);
        // A table of defaults: what an answer may switch.
        if (word.Length >= 3
            && Is(at + 1, ":"u8)
            && (Is(at + 2, "true"u8) || Is(at + 2, "false"u8) || (Is(at + 2, "!"u8) && (Is(at + 3, "0"u8) || Is(at + 3, "1"u8))))
            && context.Around(at, out _).HasFlag(Subjects.Answer))
            AnswerKey(at, word);
        if (word.SequenceEqual("json"u8) || word.SequenceEqual("JSON"u8))
            readsAnswers = true;
        if (readsAnswers && at >= 1 && word.Length >= 3 && (Is(at - 1, "."u8) || Is(at - 1, "?."u8)) && !Is(at + 1, "("u8) && !Is(at + 1, "="u8))
            AnswerKey(at, word);
        if (at > 1
            && Is(at + 1, "}"u8) | Is(at + 1, ","u8)
            && readsAnswers
            && (Is(at - 1, "{"u8) || Is(at - 1, ","u8))
            && context.Near(at, 14).HasFlag(Subjects.Answer))
            AnswerKey(at, word);
    }

    private void Api(int at, string call, ReadOnlySpan<byte> word)
    {
        // pattern.exec(text) runs no program.
        if (word.SequenceEqual("exec"u8)
            && Is(at - 1, "."u8)
            && !(context.Whole.HasFlag(Subjects.Environment) && at >= 2 && tokens[at - 2].In(source.Span).StartsWith("child"u8)))
            return;
        state.Harvester.Table.Add(HarvestKind.Api, call, seen(at));
    }

    // env.NAME, env['NAME'], { NAME, OTHER: x } = process.env, 'NAME' in env
    private void Environment(int at)
    {
        if ((Is(at + 1, "."u8) || Is(at + 1, "?."u8)) && at + 2 < count && tokens[at + 2].Kind == JsTokenKind.Word)
            Variable(at + 2, Encoding.UTF8.GetString(tokens[at + 2].In(source.Span)), at + 3);
        else if ((Is(at + 1, "["u8) || (Is(at + 1, "?."u8) && Is(at + 2, "["u8))) && at + 3 < count)
        {
            int name = Is(at + 1, "["u8) ? at + 2 : at + 3;
            if (tokens[name].Kind is JsTokenKind.Text or JsTokenKind.Template)
                Variable(name, JsText.Value(source.Span, tokens[name]), name + 2);
            Affixes(name);
        }

        int equals = at >= 3 && Is(at - 1, "."u8) ? at - 3 : at - 1;
        if (equals > 1 && Is(equals, "="u8) && Is(equals - 1, "}"u8))
            for (int name = equals - 2; name > 0 && name > equals - 200 && !Is(name, "{"u8); name--)
                if (tokens[name].Kind == JsTokenKind.Word && (Is(name - 1, "{"u8) || Is(name - 1, ","u8)))
                    Variable(name, Encoding.UTF8.GetString(tokens[name].In(source.Span)), count);
    }

    // env[`${name}_API_KEY`], env['ACME_' + name], env[name.toUpperCase() + '_API_KEY']
    private void Affixes(int at)
    {
        string before = tokens[at].Kind is JsTokenKind.Text or JsTokenKind.Template ? JsText.Value(source.Span, tokens[at]) : "", after = "";
        bool isJoined = false;
        for (int part = at; part < count && part < at + MostParts && !Is(part, "]"u8); part++)
        {
            isJoined |= Is(part, "+"u8) || (tokens[part].Kind == JsTokenKind.Template && tokens[part].In(source.Span).EndsWith("${"u8));
            if (part > at && tokens[part].Kind is JsTokenKind.Text or JsTokenKind.Template)
                after = JsText.Value(source.Span, tokens[part]);
        }

        if (isJoined)
            state.Harvester.TakeAffixes(before, after);
    }

    private void Variable(int at, string name, int after)
    {
        if (name.Length is < 1 or > 80 || name.Any(one => !(char.IsAsciiLetterOrDigit(one) || one is '_' or '(' or ')' or '{' or '}')))
            return;
        // A list that is called env has methods; the environment has variables.
        if (Is(at + 1, "("u8))
            return;
        string compared = "";
        if (after + 1 < count
            && tokens[after].Kind == JsTokenKind.Mark
            && tokens[after].In(source.Span) is var mark
            && (mark.StartsWith("=="u8) || mark.StartsWith("!="u8))
            && tokens[after + 1].Kind == JsTokenKind.Text)
            compared = JsText.Value(source.Span, tokens[after + 1]);
        Sighting place = seen(at);
        state.Harvester.TakeVariable(name,
            place with
            {
                Suspicion = (Suspicion)Math.Max((int)place.Suspicion,
                (int)(compared.Length > 0 || IsCondition(at) ? Suspicion.Compared : Suspicion.Named))
            },
            compared);
    }

    private bool IsCondition(int at)
    {
        for (int back = at; back > 0 && back > at - 8; back--)
        {
            ReadOnlySpan<byte> word = tokens[back].In(source.Span);
            if (word.SequenceEqual("if"u8) || word.SequenceEqual("!"u8) || word.SequenceEqual("&&"u8))
                return true;
            if (word.SequenceEqual(";"u8) || word.SequenceEqual("{"u8))
                return false;
        }

        return Is(at + 1, "?"u8) || Is(at + 1, "&&"u8);
    }

    private void AnswerKey(int at, ReadOnlySpan<byte> word)
    {
        if (word.Length > 40 || !context.Around(at, out _).HasFlag(Subjects.Answer) || AnswerWords.IsOrdinary(word))
            return;
        Sighting place = seen(at);
        state.Harvester.Table.Add(HarvestKind.AnswerKey, Encoding.UTF8.GetString(word),
            place with { Suspicion = IsCondition(at) ? Suspicion.Compared : place.Suspicion }, place.Place.File);
    }

    private void Number(int at)
    {
        double number = JsText.Number(source.Span, tokens[at]);
        if (double.IsNaN(number))
            return;
        if (at > 0 && Is(at - 1, "-"u8))
            number = -number;
        if (state.Hashes.FindNumber(number) is { } hashed)
            state.Harvester.Table.Add(HarvestKind.Hashed, hashed.ToString(), seen(at) with { Suspicion = Suspicion.Hidden }, hashed.Word);
        if (number is > 1.5e12 and < 2.3e12 || (number is > 1.5e9 and < 2.3e9 && context.Near(at, 60).HasFlag(Subjects.Clock)))
            Date(at, DateTimeOffset.FromUnixTimeMilliseconds((long)(number > 1e11 ? number : number * 1000)));
        else if (number is > FirstDay and < LastDay
            && number == Math.Floor(number)
            && (context.Near(at, 80).HasFlag(Subjects.Clock) || context.Around(at, out _).HasFlag(Subjects.Clock)))
            Date(at, DateTimeOffset.UnixEpoch.AddDays(number));
        else if (number is >= 2020 and <= 2040)
            Year(at, (int)number);
        bool isBound = IsComparison(at - 1) || IsComparison(at + 1) || (at > 1 && Is(at - 1, "-"u8) && IsComparison(at - 2));
        if (!isBound)
            return;
        Subjects subjects = context.Near(at, 24);
        if (subjects.HasFlag(Subjects.TimeZone) && ((Math.Abs(number) <= 14 && number != 0) || (Math.Abs(number) <= 840 && number % 15 == 0 && number != 0)))
            // getTimezoneOffset counts to the west.
            state.Harvester.Table.Add(HarvestKind.Offset, (Math.Abs(number) <= 14 ? number * 60 : -number).ToString("0", CultureInfo.InvariantCulture),
                seen(at) with { Suspicion = Suspicion.Compared });
        if (number is >= 2 and <= 1000 && number == Math.Floor(number) && subjects.HasFlag(Subjects.Counter))
            state.Harvester.Table.Add(HarvestKind.Threshold, number.ToString("0", CultureInfo.InvariantCulture),
                seen(at) with { Suspicion = Suspicion.Compared });
    }

    // Date(2027, 0, 15) and Date.UTC(2027, 0, 15): the month counts from 0.
    private void Year(int at, int year)
    {
        if (!Is(at - 1, "("u8) || at < 2 || !(Is(at - 2, "Date"u8) || Is(at - 2, "UTC"u8)))
        {
            if (IsComparison(at - 1) && context.Near(at, 20).HasFlag(Subjects.Clock))
                Date(at, new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero));
            return;
        }

        int month = Is(at + 1, ","u8) && at + 2 < count && tokens[at + 2].Kind == JsTokenKind.Number ? (int)JsText.Number(source.Span, tokens[at + 2]) : 0;
        int day = Is(at + 3, ","u8) && at + 4 < count && tokens[at + 4].Kind == JsTokenKind.Number ? (int)JsText.Number(source.Span, tokens[at + 4]) : 1;
        if (month is >= 0 and <= 11 && day is >= 1 && day <= DateTime.DaysInMonth(year, month + 1))
            Date(at, new DateTimeOffset(year, month + 1, day, 0, 0, 0, TimeSpan.Zero));
    }

    private void Date(int at, DateTimeOffset date) =>
        state.Harvester.Table.Add(HarvestKind.Date, date.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            seen(at) with { Suspicion = Suspicion.Compared, Subjects = seen(at).Subjects | Subjects.Clock });

    private bool IsComparison(int at) => at >= 0 && at < count && tokens[at].Kind == JsTokenKind.Mark && tokens[at].In(source.Span) is var mark
        && (mark.SequenceEqual("<"u8)
            || mark.SequenceEqual(">"u8)
            || mark.SequenceEqual("<="u8)
            || mark.SequenceEqual(">="u8)
            || mark.StartsWith("=="u8)
            || mark.StartsWith("!="u8)
            || mark.SequenceEqual("%"u8));

    private bool Is(int at, ReadOnlySpan<byte> mark) => at >= 0 && at < count && tokens[at].In(source.Span).SequenceEqual(mark);
}
