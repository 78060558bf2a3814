; Offers Onepair in 'Open with' of photos. Who opens them by default stays as it is.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}" "FriendlyAppName" "${PRODUCT_NAME}"
  WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
  !macro offerFor EXTENSION
    WriteRegStr SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}\SupportedTypes" "${EXTENSION}" ""
  !macroend
  !insertmacro offerFor ".jpg"
  !insertmacro offerFor ".jpeg"
  !insertmacro offerFor ".png"
  !insertmacro offerFor ".tif"
  !insertmacro offerFor ".tiff"
  !insertmacro offerFor ".webp"
  !insertmacro offerFor ".avif"
  !insertmacro offerFor ".heic"
  !insertmacro offerFor ".heif"
  !insertmacro offerFor ".jxl"
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\Applications\${APP_EXECUTABLE_FILENAME}"
!macroend
