# Runs vitrine in directories with every kind of name, each holding files with such names, and says what came of it.
for name in "with space" $'with\nnewline' $'not-utf8-\xff\xfe' 'with"quote' "--dash" "ünïcödé" '$(id)' 'back\slash'; do
    mkdir -- "./$name" && cd -- "./$name" || exit 1
    printf old >$'file \n \xff'
    got=$("$VITRINE" run -q -- bash -c 'pwd; cat -- file*; printf new >made; mv -- file* "moved $(printf "\377")"') || echo "exit $?"
    [ "$got" = "$PWD"$'\n'"old" ] && [ "$(cat made)" = new ] && [ -e "moved "$'\xff' ] && echo good || printf 'bad: %q %q\n' "$name" "$got"
    "$VITRINE" show --json >/dev/null || echo "show $?"
    "$VITRINE" show --entries >/dev/null || echo "entries $?"
    cd ..
done
